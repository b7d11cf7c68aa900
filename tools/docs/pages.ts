// The pages of docs/ that are written from the project's own tables, so that they cannot go stale.
import { z } from "zod";
import { faultCatalogue } from "../../chaos/catalogue.ts";
import { defaultPlan } from "../../chaos/plans/default.ts";
import { criteria, type Measure } from "../../model/criteria.ts";
import { entrySchema } from "../../model/events.ts";
import { faultSchema } from "../../model/fault/fault.ts";
import { outputsSchema } from "../../model/outputs.ts";
import { fullSizePhases, phaseNames } from "../../model/phases.ts";
import { planSchema } from "../../model/plan.ts";
import { awsChecksPage } from "./aws-checks.ts";
import { componentsPage } from "./components.ts";
import { experimentsPage } from "./experiments.ts";
import { gameDaysPage } from "./game-days.ts";
import { policiesPage } from "./policies.ts";
import { resiliencyMatrixPage } from "./resiliency-matrix.ts";
import { reportSchema } from "../../gameday/report/report-schema.ts";

export const pages = (): ReadonlyMap<string, string> =>
  new Map([
    ["docs/faults.md", faultsPage()],
    ["docs/experiments.md", experimentsPage()],
    ["docs/criteria.md", criteriaPage()],
    ["docs/phases.md", phasesPage()],
    ["docs/components.md", componentsPage()],
    ["docs/aws-checks.md", awsChecksPage()],
    ["docs/game-days.md", gameDaysPage()],
    ["docs/policies.md", policiesPage()],
    ["docs/resiliency-matrix.md", resiliencyMatrixPage()],
    ["docs/schemas/plan.schema.json", schema("A plan", planSchema)],
    ["docs/schemas/outputs.schema.json", schema("The outputs of a stack", outputsSchema)],
    ["docs/schemas/journal-entry.schema.json", schema("A line of journal.jsonl", entrySchema)],
    ["docs/schemas/report.schema.json", schema("report.json", reportSchema)],
  ]);

const written = "<!-- Written by `npm run docs` from the project's own tables. -->";
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");

function schema(title: string, of: z.ZodType): string {
  return `${JSON.stringify({ title, ...z.toJSONSchema(of, { io: "input", unrepresentable: "any", reused: "ref" }) }, null, 2)}\n`;
}

function faultsPage(): string {
  const fields = new Map(
    faultSchema.options.map((option) => [option.shape.kind.value, Object.keys(option.shape).filter((name) => name !== "kind")] as const),
  );
  const rows = faultCatalogue.map(({ kind, title, description, undo }) => [
    `\`${kind}\``,
    title,
    (fields.get(kind) ?? []).map((name) => `\`${name}\``).join(", ") || "none",
    description,
    undo,
  ]);
  return `${written}
# Faults

Each is a file in \`chaos/faults/\`: its targets, its effect's proof, its undo. The undo is written to the journal, and to disk, before the fault goes
in; effect and healing are seen by a look at the target, never by asking what injected it. Field by field: [the plan's schema](schemas/plan.schema.json).

${table(["kind", "name", "fields", "what it does", "how it is undone"], rows)}

A fault in a plan:

\`\`\`yaml
- id: slow-edge                 # named in journal and report
  at: 12s                       # after the start of the phase
  duration: 6s                  # how long it stays in
  recovery: 60s                 # how long the system may take to be whole again afterwards
  hypothesis: a slow hop slows answers and fails none
  required: true                # false: a stack that does not allow it lists it as unsupported, and the run goes on
  fault: { kind: network-latency, link: { service: query-handler, to: eu-west-1 }, latency: 300ms }
\`\`\`
`;
}

function measured(measure: Measure): string {
  switch (measure.from) {
    case "load":
      return "k6, requests of the gate's window";
    case "histogram":
      return `\`${measure.metric}\`, quantile ${measure.quantile}${measure.where === undefined ? "" : `, ${measure.where.replaceAll("-", " ")}`}`;
    case "share":
      return `\`${measure.metric}\`, share with ${Object.entries(measure.part)
        .map(([key, value]) => `${key}=${value}`)
        .join(", ")}`;
    case "counters":
      return `1 − \`${measure.metric}\` ÷ \`${measure.of}\``;
    case "gauge":
      return `\`${measure.metric}\``;
    case "probe":
      return `probes \`${measure.group}*\`, ${measure.quantile === 1 ? "the highest" : `quantile ${measure.quantile}`}`;
    case "probes-up":
      return "all probes";
    case "integrity":
      return "ids that clients were told, read back from the database and the queue";
    case "drill":
      return "a restored backup, row by row";
    case "recovery":
      return "the faults of the phase";
    case "not-here":
      return "only where a stack publishes the means";
  }
}

function criteriaPage(): string {
  const rows = criteria.map(({ id, area, title, measure, comparison, limit, unit, capability, phases, minimumSamples }) => [
    `\`${id}\``,
    `${area}: ${title}`,
    `${comparison} ${limit} ${unit}`,
    phases.join(", "),
    measured(measure),
    String(minimumSamples),
    `\`${capability}\``,
  ]);
  return `${written}
# What a gate judges

One table, \`model/criteria.ts\`. A gate looks at a window of the phase, its warm-up left out; a row with fewer samples than it needs **fails**. A stack
that does not publish the capability has the row listed as *not measured*: it neither passes nor fails. A plan may set another limit with
a reason (\`criteria\`), which the report names.

${table(["id", "criterion", "limit", "phases", "measured by", "samples", "capability"], rows)}
`;
}

function phasesPage(): string {
  const share = (range: readonly [number, number] | null): string => (range === null ? "varies" : `${range[0]}–${range[1]} %`);
  const rows = phaseNames.map((name) => {
    const { title, minutes, requestsPerSecond, connections, cpuPercent, memoryPercent, instances, cores, memoryGB, networkGbps, storageTB } =
      fullSizePhases[name];
    const here = defaultPlan.phases.find((phase) => phase.name === name);
    return [
      title,
      `${minutes} min`,
      String(requestsPerSecond),
      String(connections),
      share(cpuPercent),
      share(memoryPercent),
      String(instances),
      `${cores} cores, ${memoryGB} GB, ${networkGbps} Gbps, ${storageTB} TB`,
      here === undefined ? "" : `${here.duration} at ${here.rate}/s`,
    ];
  });
  return `${written}
# The seven phases

Full size is what \`gameday run full\` asks of a three-region stack in a cloud. The default plan runs the same cycle at a rate and a length that two cores
can serve; calibration may lower it further, never raise it, and the report gives asked, full size and factor for each phase.

${table(["phase", "length", "requests/s", "connections", "CPU", "memory", "instances", "resources", "default plan"], rows)}
`;
}
