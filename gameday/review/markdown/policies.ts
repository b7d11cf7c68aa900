// What the rules say: how many findings each environment has, then those that the change brings, the ones that stop an update first.
import { isRefused, type PolicyResult } from "../../../policies/judge.ts";
import { compare } from "../change.ts";
import type { EnvironmentReview } from "../review.ts";
import type { Section } from "./fit.ts";
import { bounded, code, head, row, text } from "./words.ts";

const mostRows = 30;

export function policySection(environments: readonly EnvironmentReview[]): Section {
  const judged = environments.filter(({ head: young }) => young !== null);
  // What is refused is never what is left out.
  const worstFirst = judged.toSorted((a, b) => b.policy.refused.length - a.policy.refused.length);
  const rows = worstFirst.map(({ name, policy }) =>
    row([
      code(name, 40),
      policy.refused.length === 0 ? "·" : `**${policy.refused.length}**`,
      figure(policy.appeared),
      figure(policy.vanished),
      ...(["unknown", "waived", "remediated"] as const).map((state) =>
        figure([...policy.appeared, ...policy.stayed].filter((result) => result.state === state)),
      ),
    ]),
  );
  return {
    title: "Policies",
    opening: [
      ...head(["environment", "refused", "new", "gone", "unknown, checked at update", "waived", "put right"]),
      ...bounded(rows, mostRows, "environment"),
      "",
    ],
    lines: groups(judged).map(([, members]) => line(members)),
    share: 3,
    noun: "findings",
  };
}

interface Told {
  readonly environment: string;
  readonly fresh: boolean;
  readonly result: PolicyResult;
}

/** What stops an update is told though it stood before; of the rest only what is new. One line for the same words in several places. */
function groups(environments: readonly EnvironmentReview[]): readonly (readonly [string, readonly Told[]])[] {
  const told = environments.flatMap(({ name, policy }) => [
    ...policy.appeared.map((result): Told => ({ environment: name, fresh: true, result })),
    ...policy.stayed.filter(isRefused).map((result): Told => ({ environment: name, fresh: false, result })),
  ]);
  const key = ({ fresh, result }: Told): string =>
    JSON.stringify([isRefused(result) ? 0 : 1, fresh ? 0 : 1, result.rule, result.level, result.state, result.type, result.path, result.message]);
  return [...Map.groupBy(told, key)].toSorted(([a], [b]) => compare(a, b));
}

function line(members: readonly Told[]): string {
  const [first] = members;
  if (first === undefined) return "";
  const { result, fresh } = first;
  const { rule, level, state, name, path, message, remedy } = result;
  const environments = [...new Set(members.map(({ environment }) => environment))].toSorted(compare);
  const said = state === "unknown" ? "unknown, checked at update" : state === "not-visible" ? "not visible" : state;
  return [
    `- ${isRefused(result) ? `**${said}**` : said} (${level}${fresh ? ", new" : ""}) ${code(rule, 60)}`,
    `${name === "" ? "" : ` ${code(name, 80)}`}${members.length > 1 ? ` and ${members.length - 1} more` : ""} in ${text(environments.join(", "), 120)}:`,
    ` ${path === "" ? "" : `${code(path, 80)} `}${text(message)}${remedy === "" ? "" : ` — ${text(remedy)}`}`,
  ].join("");
}

const figure = (results: readonly unknown[]): string => (results.length === 0 ? "·" : String(results.length));
