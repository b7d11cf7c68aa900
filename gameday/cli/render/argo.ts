// A plan as Argo Workflows takes it: one run now, and the schedules that the calendar has for it.
import { cronWorkflowOf, usualPlace, workflowOf } from "../../../chaos/schedules/argo.ts";
import { schedules } from "../../../chaos/schedules/schedules.ts";
import type { Plan } from "../../../model/plan.ts";
import { yamlOf, type Rendering } from "./rendering.ts";

export function renderArgo(plan: Plan, stack: string, image: string): Rendering {
  const place = usualPlace(stack, image);
  // Each phase may wait for its faults' recoveries.
  const longest = plan.phases.reduce(
    (sum, { duration, faults }) => sum + duration + faults.reduce((more, { recovery }) => more + 2 * recovery, 0),
    0,
  );
  const files = new Map<string, string>();
  for (const schedule of schedules)
    if (schedule.plan === plan.name && schedule.stack === stack) files.set(`cron-${schedule.name}.yaml`, yamlOf([cronWorkflowOf(schedule, place)]));
  files.set("workflow.yaml", yamlOf([workflowOf(plan.name, stack, longest, place)]));
  return { files, leftOut: [] };
}
