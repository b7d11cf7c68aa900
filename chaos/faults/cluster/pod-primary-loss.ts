// The pod that is primary at the moment, deleted: by the label that only the primary has.
import type { WorkloadOutput } from "../../../model/outputs.ts";
import { expectation } from "../../expectations.ts";
import { unsupported, type RenderContext, type Rendered } from "../../fault-kind.ts";
import { podDelete } from "../../litmus/pod/pod-delete.ts";
import { renderEngines, wholeDuration } from "./engine-fault.ts";
import { podsOf, podsReplaced } from "./pods.ts";
import { primaryLabel } from "./sole-label.ts";

export function renderPrimaryPodLoss(service: "postgres" | "redis", primary: string | null, context: RenderContext): Rendered {
  const { outputs } = context;
  const all = outputs.workloads.filter((row) => row.service === service && row.primaryLabels !== undefined);
  if (all.length === 0) return unsupported(`the stack publishes no workload of ${service} with primaryLabels`);
  const workload = all.length === 1 ? all[0] : all.find(({ id, region }) => primary !== null && (region === primary || id === primary));
  if (workload === undefined)
    return unsupported(
      primary === null ? `no primary of ${service} can be found now` : `the primary of ${service}, ${primary}, is no workload with primaryLabels`,
    );
  const label = primaryLabel(outputs, workload);
  if (label === undefined)
    return unsupported(
      `no single label of ${workload.id} is the primary's alone, and Litmus takes the pods that have any of several: primaryLabels must name one more label than labels, and nobody else's`,
    );
  return renderEngines(
    [workload],
    {
      experiment: podDelete,
      values: () => ({ duration: wholeDuration(context), interval: wholeDuration(context), force: true }),
      label: () => label,
      effect: [podsReplaced(outputs, workload)],
      healed: [expectation(`a primary of ${service} is ready`, podsOf(outputs, asPrimary(workload, label), "ready")), ...outputs.redundancy],
    },
    context,
  );
}

const asPrimary = (workload: WorkloadOutput, [key, value]: readonly [string, string]): WorkloadOutput => ({
  ...workload,
  labels: { ...workload.labels, [key]: value },
});
