// The page of the experiment library, from the experiments themselves.
import { experimentGroups, seedScenarios, type Experiment, type Looks } from "../../chaos/litmus/experiment.ts";
import { experimentLibrary } from "../../chaos/litmus/library.ts";
import type { ProbeManifest } from "../../chaos/litmus/manifest.ts";
import type { Parameter } from "../../chaos/litmus/parameter.ts";
import { policyRules, type Permissions } from "../../chaos/litmus/parts/permissions.ts";
import { release } from "../../chaos/litmus/release.ts";
import { renderExperiment } from "../../chaos/litmus/render.ts";

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
const code = (text: string): string => `\`${text}\``;

const groupTitles = {
  pod: "Pods",
  network: "Network",
  http: "HTTP",
  node: "Nodes",
  cloud: "Clouds",
} as const satisfies Record<Experiment["group"], string>;

/** Names as a reader understands them, where a run has those of its region. */
const looks: Looks = { edge: "the edge", prometheus: "", namespace: "REGION", label: "the target's label" };

export function experimentsPage(): string {
  const index = experimentLibrary.map(({ name, title, group, scenario, alert }) => [
    `[${code(name)}](#${name})`,
    title,
    groupTitles[group],
    seedScenarios[scenario],
    "name" in alert ? alert.name : "none",
  ]);
  const sections = experimentGroups.flatMap((group) => [
    `## ${groupTitles[group]}`,
    ...experimentLibrary.filter((row) => row.group === group).map(section),
  ]);
  return `<!-- Written by \`npm run docs\` from the project's own tables. -->
# The experiment library

${experimentLibrary.length} experiments of [LitmusChaos](https://litmuschaos.io) ${release}, each a file in \`chaos/litmus/\`: what it does, what the system is expected to do, by
which probes that is seen, how much is hit, which alert must fire, how it ends, and what to do when it goes wrong. Nothing of Litmus is rewritten: an
experiment becomes a ChaosExperiment and a ChaosEngine, and Litmus carries them out. Faults of a plan use them too, on a stack whose outputs have
workloads: [faults.md](faults.md).

Targets are chosen by one label: Litmus takes the pods that have *any* of several labels. Engines, their runners and jobs carry \`gameday/run\` and
\`gameday/fault\`. A probe without samples fails. Litmus ${release} knows the kinds \`httpProbe\`, \`cmdProbe\`, \`k8sProbe\` and \`promProbe\`; its CRD has \`sloProbe\` as well,
which its experiments refuse.

${table(["experiment", "what it is", "hits", "scenario", "alert"], index)}

${sections.join("\n\n")}
`;
}

function section(row: Experiment): string {
  const { cluster, target } = row.permissions;
  const given = variablesOf(row);
  const parameters = Object.entries(row.parameters).map(([name, parameter]) => [
    code(name),
    code(parameter.environment),
    unitOf(parameter),
    row.needs?.includes(name) === true ? "must be given" : (given.get(parameter.environment) ?? "") || "empty",
    parameter.description,
  ]);
  const rights = [
    ["among the workloads", rightsOf(target)],
    ["on the cluster", rightsOf(cluster)],
  ].filter(([, text]) => text !== "");
  return `### ${row.name}

${row.description}

- **Hypothesis**: ${row.hypothesis}
- **Steady state**: ${row.probes(looks).map(probeOf).join("; ")}
- **Hits**: ${row.blastRadius.hits}${row.service === undefined ? "" : ` (the library aims at ${code(row.service)})`}. **Spares**: ${row.blastRadius.spares}
- **Alert**: ${"name" in row.alert ? row.alert.name : `none: ${row.alert.none}`}
- **Undo**: ${row.undo}
- **Scenario**: ${seedScenarios[row.scenario]}${rights.length === 0 ? "" : `\n- **Rights** beside those for its own pods: ${rights.map(([where, text]) => `${where} ${text}`).join("; ")}`}

${table(["parameter", "variable", "unit", "in the library", "what it is"], parameters)}

When it goes wrong:

${row.playbook.map((step, index) => `${index + 1}. ${step}`).join("\n")}`;
}

const variablesOf = (row: Experiment): ReadonlyMap<string, string> => {
  const { engine } = renderExperiment(row, { engine: "page", namespace: "litmus", account: "gameday-faults" });
  return new Map(engine.spec.experiments.flatMap(({ spec }) => spec.components.env.map(({ name, value }) => [name, code(value).replace("``", "")])));
};

const unitOf = ({ unit, choices }: Parameter): string => (choices === undefined ? (unit === "number" ? "" : unit) : choices.map(code).join(", "));

const rightsOf = (rules: Permissions["target"]): string =>
  policyRules(rules)
    .map(({ resources, verbs }) => `${resources.join(", ")} (${verbs.join(", ")})`)
    .join(", ");

function probeOf(probe: ProbeManifest): string {
  const when = { SOT: "before", EOT: "after", Edge: "before and after", Continuous: "all along", OnChaos: "while it is in" }[probe.mode];
  switch (probe.type) {
    case "httpProbe":
      return `${code(probe["httpProbe/inputs"].url)} answers as it should, ${when}`;
    case "promProbe": {
      const { query = "", comparator } = probe["promProbe/inputs"];
      return `${code(`${query} ${comparator.criteria} ${comparator.value}`)}, ${when}`;
    }
    case "k8sProbe": {
      const { resource, operation, fieldSelector } = probe["k8sProbe/inputs"];
      return `${code(resource)}${fieldSelector === undefined ? "" : ` with ${code(fieldSelector)}`} ${operation}, ${when}`;
    }
    case "cmdProbe":
      return `${code(probe["cmdProbe/inputs"].command)} prints what it should, ${when}`;
    case "sloProbe":
      return `${code(probe["sloProbe/inputs"].sloIdentifier)} is kept, ${when}`;
  }
}
