// A plan's faults as AWS's Fault Injection Service takes them: requests for `aws fis create-experiment-template --cli-input-json`, a file each.
import { createRequest, fisTemplateFor } from "../../../chaos/fis/catalogue.ts";
import type { Fault } from "../../../model/fault/fault.ts";
import type { FisPlace } from "../../../model/fault/fis-template.ts";
import type { Plan } from "../../../model/plan.ts";
import { referenceRegions } from "../../../model/regions.ts";
import { ordered, type Rendering } from "./rendering.ts";

const regions: readonly string[] = referenceRegions.map(({ name }) => name);
const primary = referenceRegions[0].name;

export function renderFis(plan: Plan, environment: string, account: string): Rendering {
  const files = new Map<string, string>();
  const leftOut: { fault: string; reason: string }[] = [];
  for (const [place, { id, fault }] of plan.phases.flatMap((phase) => phase.faults).entries()) {
    const region = regionOf(fault);
    const template = fisTemplateFor(fault.kind, placeOf(environment, region, account));
    if (template === null) leftOut.push({ fault: id, reason: `FIS has nothing that does ${fault.kind}` });
    else {
      // By the names that components/chaos-platform gives them.
      const roleArn = `arn:aws:iam::${account}:role/gameday/${environment}-${region}-faults`;
      const logGroupArn = `arn:aws:logs:${region}:${account}:log-group:/gameday/${environment}/faults:*`;
      const request = createRequest({ ...template, name: id }, { roleArn, logGroupArn, environment });
      files.set(ordered(place, `${id}-${region}`, "json"), `${JSON.stringify(request, null, 2)}\n`);
    }
  }
  return { files, leftOut };
}

const placeOf = (environment: string, region: string, account: string): FisPlace => ({
  environment,
  region,
  others: regions.filter((other) => other !== region),
  zones: ["a", "b", "c"].map((letter) => `${region}${letter}`),
  cluster: `${environment}-${region}`,
  namespace: "gameday",
  account: "gameday-fis",
  stopAlarms: [`arn:aws:cloudwatch:${region}:${account}:alarm:gameday-${environment}-stop`],
});

/** Where a fault names no region, it is the primary's. */
function regionOf(fault: Fault): string {
  const named =
    "region" in fault ? fault.region : "target" in fault ? fault.target.region : "link" in fault ? (fault.link.to ?? fault.link.from) : undefined;
  return regions.find((region) => region === named) ?? primary;
}
