// FIS' safety lever: the kill switch of every experiment of an account in a region. One call stops what runs and refuses what comes, until it is taken back.
// Source: UpdateSafetyLeverState and GetSafetyLever of the FIS API, version 2020-12-01; "Safety levers for AWS FIS" in its user guide.

/** The only lever that an account has in a region. */
const leverId = "default";

export interface SafetyLeverCall {
  readonly service: "fis";
  readonly operation: "UpdateSafetyLeverState";
  /** Right that the caller needs; operators and chaos engineers have it (components/identity/aws/access-roles.ts). */
  readonly right: "fis:UpdateSafetyLeverState";
  readonly region: string;
  readonly request: { readonly id: typeof leverId; readonly state: { readonly status: "engaged" | "disengaged"; readonly reason: string } };
}

/** Stops every running experiment of the account in that region, and lets none begin. AWS wants a reason, and refuses another one while the lever stays as it is. */
export const engageLever = (region: string, reason: string): SafetyLeverCall => call(region, "engaged", reason);

export const releaseLever = (region: string, reason: string): SafetyLeverCall => call(region, "disengaged", reason);

/** As a person types it. */
export const leverCommand = ({ region, request: { id, state } }: SafetyLeverCall): string =>
  `aws fis update-safety-lever-state --region ${region} --id ${id} --state ${quoted(`status=${state.status},reason=${JSON.stringify(state.reason)}`)}`;

const call = (region: string, status: "engaged" | "disengaged", reason: string): SafetyLeverCall => ({
  service: "fis",
  operation: "UpdateSafetyLeverState",
  right: "fis:UpdateSafetyLeverState",
  region,
  request: { id: leverId, state: { status, reason } },
});

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
