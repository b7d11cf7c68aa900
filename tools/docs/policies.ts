// The page of the rules that a stack must keep, from the rules themselves.
import { z } from "zod";
import { environmentNames } from "../../model/tiers.ts";
import { ruleList } from "../../policies/list.ts";
import { groups, tiersOf, type Group, type Level, type Rule } from "../../policies/rule.ts";
import { waiverList } from "../../policies/waivers.ts";

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
const code = (text: string): string => `\`${text}\``;

const titles = {
  workload: "Workloads",
  network: "Networks",
  data: "Data",
  identity: "Identity",
  cost: "Cost and places",
  chaos: "Faults",
} as const satisfies Record<Group, string>;

const levels: readonly Level[] = ["mandatory", "remediated", "advisory"];

function levelOf({ levels: own }: Rule): string {
  const found = levels.map((level) => [level, tiersOf(own, level)] as const).filter(([, tiers]) => tiers.length > 0);
  if (found.length === 1) return found[0]?.[0] ?? "";
  return found.map(([level, tiers]) => `${level} in ${tiers.join(", ")}`).join("; ");
}

const propertySchema = z.looseObject({ description: z.string().default(""), default: z.unknown().optional() });

function configurationOf({ configuration }: Rule): string {
  const { properties } = z
    .object({ properties: z.record(z.string(), propertySchema).default({}) })
    .parse(z.toJSONSchema(configuration, { io: "input" }));
  const rows = Object.entries(properties).map(([name, { description, default: value }]) => [
    code(name),
    description,
    value === undefined ? "" : code(JSON.stringify(value)),
  ]);
  return rows.length === 0 ? "" : `\n\n${table(["configuration", "what it is", "default"], rows)}`;
}

const section = (rule: Rule): string => `### ${rule.name}

${rule.title}. ${rule.why}

- **Without it**: ${rule.incident}
- **Level**: ${levelOf(rule)}${configurationOf(rule)}`;

export function policiesPage(): string {
  const waivers = waiverList.map(({ rule, environments, resource, path, reason, owner, until }) => [
    code(rule),
    environments.join(", "),
    code(resource),
    path === undefined ? "all" : code(path),
    reason,
    owner,
    until,
  ]);
  return `<!-- Written by \`npm run docs\` from the project's own rules. -->
# Rules that a stack must keep

${ruleList.length} rules, each a pure function over what an environment would be, a file in \`policies/\`. They run in every preview, and say the same there and under the official CLI:

\`\`\`sh
./gameday preview ultimate                                  # no engine, no credentials; ends with 1 where a rule refuses
pulumi preview --stack ultimate --policy-pack policies      # the same rules as a policy pack
\`\`\`

- **mandatory**: an update is refused. **remediated**: the rule fills in its defaults first, and refuses what it cannot put right. **advisory**: it is said.
- What happened without a rule is told of the deployment that the design learned from, which failed on Google's GKE; where its report says nothing, what the rule prevents.
- A value that is known only after creation is told as *unknown, checked at update*: a preview goes on, and the update judges it.
- A third-party chart is judged by its values, through a reader in \`policies/charts\`. A chart without one is *not visible*, which is refused until it is waived.
- A configuration of the pack's own goes in with \`--policy-pack-config <file>\`: rule, then the names below.
- A stack that is none of ${environmentNames.join(", ")} is judged as base by the pack.

## Waivers

A rule that need not hold somewhere is waived in \`policies/waivers.ts\`, with the environments, the resources by name (\`*\` for any letters), the places in
their inputs where it is not for all of them, a reason, who answers for it, and its last day in UTC. What is waived is told in every preview. The day after its last, a waiver is a violation itself, and what it waived is one
again; one that waives nothing any more is told.

${table(["rule", "environments", "resources", "places", "reason", "owner", "until"], waivers)}

${groups.flatMap((group) => [`## ${titles[group]}`, ...ruleList.filter((rule) => rule.group === group).map(section)]).join("\n\n")}
`;
}
