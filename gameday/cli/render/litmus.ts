// A plan's faults as Litmus takes them: for each the experiments and the engines that would be made on that stack.
import { renderFault } from "../../../chaos/catalogue.ts";
import type { Outputs } from "../../../model/outputs.ts";
import type { Plan } from "../../../model/plan.ts";
import { ordered, yamlOf, type Rendering } from "./rendering.ts";

export function renderLitmus(plan: Plan, outputs: Outputs): Rendering {
  // Where nobody is asked, the primaries are where they are built.
  const primary = outputs.regions.find(({ role }) => role === "primary")?.name ?? null;
  const facts = { postgresPrimary: primary, redisPrimary: primary };
  const files = new Map<string, string>();
  const leftOut: { fault: string; reason: string }[] = [];
  const faults = plan.phases.flatMap((phase) => phase.faults);
  for (const [place, { id, fault, duration }] of faults.entries()) {
    const rendered = renderFault(fault, { id, outputs, facts, folder: "/", duration });
    if (!rendered.supported) {
      leftOut.push({ fault: id, reason: rendered.reason });
      continue;
    }
    const documents = rendered.script.inject.flatMap((step) => (step.kind === "engine-start" ? [step.experiment, step.engine] : []));
    if (documents.length === 0)
      leftOut.push({ fault: id, reason: `it is done by ${rendered.script.engine}, without an engine of Litmus: only gameday run does it` });
    else files.set(ordered(place, id, "yaml"), yamlOf(documents));
  }
  return { files, leftOut };
}
