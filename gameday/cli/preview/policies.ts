// What the rules say of an environment, in the terminal: what is refused first, then what is only told; of the unknown and the waived, how many.
import type { Problem } from "../../../model/user-error.ts";
import { isRefused, type PolicyResult } from "../../../policies/judge.ts";
import { ruleList } from "../../../policies/list.ts";
import { toldOf } from "../../../policies/told.ts";

/** What an update would not go on with. */
export const refusals = (results: readonly PolicyResult[]): readonly Problem[] =>
  results.filter(isRefused).map(({ rule, name, path, message, remedy }) => ({
    path: [rule, name, path].filter((part) => part !== "").join(" "),
    message,
    ...(remedy === "" ? {} : { remedy }),
  }));

export function describePolicies(results: readonly PolicyResult[]): string {
  const refused = results.filter(isRefused);
  const advised = results.filter((result) => !isRefused(result) && (result.state === "violation" || result.state === "not-visible"));
  const remediated = results.filter(({ state }) => state === "remediated");
  const waived = results.filter(({ state }) => state === "waived");
  const unknown = results.filter(({ state }) => state === "unknown");
  return [
    `policies: ${ruleList.length} rules; ${refused.length} refused, ${advised.length} advised, ${remediated.length} put right, ${waived.length} waived, ${unknown.length} unknown, checked at update`,
    ...refused.map((result) => line("refused", result)),
    ...advised.map((result) => line("advised", result)),
    ...grouped(remediated, (rule, count) => `  put right  ${rule}: ${count}`),
    ...[...Map.groupBy(waived, ({ rule, waiver }) => `${rule}: ${waiver?.reason ?? ""} (until ${waiver?.until ?? ""}, ${waiver?.owner ?? ""})`)].map(
      ([what, found]) => `  waived     ${found.length} × ${what}`,
    ),
    ...grouped(unknown, (rule, count) => `  unknown    ${count} × ${rule}`),
    "",
    "",
  ].join("\n");
}

const line = (word: string, result: PolicyResult): string =>
  `  ${word.padEnd(9)}  ${result.rule}: ${result.name === "" ? "" : `${result.name} `}${toldOf(result)}`;

const grouped = (results: readonly PolicyResult[], say: (rule: string, count: number) => string): readonly string[] =>
  [...Map.groupBy(results, ({ rule }) => rule)].map(([rule, found]) => say(rule, found.length));
