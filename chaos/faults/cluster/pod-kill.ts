// A process that is killed is a pod that is deleted, without a grace period.
import type { ProcessSelector } from "../../../model/fault/fault.ts";
import { unsupported, type RenderContext, type Rendered } from "../../fault-kind.ts";
import { podDelete } from "../../litmus/pod/pod-delete.ts";
import { selectWorkloads } from "../../select.ts";
import { renderEngines, wholeDuration } from "./engine-fault.ts";
import { podsReplaced } from "./pods.ts";

export function renderPodKill(target: ProcessSelector, context: RenderContext): Rendered {
  const selected = selectWorkloads(context.outputs, target);
  if (!selected.found) return unsupported(selected.reason);
  return renderEngines(
    selected.items,
    {
      experiment: podDelete,
      // One blow: the next would come when the time is over.
      values: () => ({ duration: wholeDuration(context), interval: wholeDuration(context), force: true }),
      effect: selected.items.map((workload) => podsReplaced(context.outputs, workload)),
    },
    context,
  );
}
