// A dependency that answers with errors: a proxy before the pods of its workload writes them.
import { percent } from "../../../model/units.ts";
import { unsupported, type RenderContext, type Rendered } from "../../fault-kind.ts";
import { podHttpStatusCode } from "../../litmus/http/pod-http-status-code.ts";
import { selectWorkloads } from "../../select.ts";
import { renderEngines, wholeDuration } from "./engine-fault.ts";
import { answering, failing, looksAt } from "./looks.ts";
import { podsNotReady } from "./pods.ts";

export function renderPodErrors(dependency: string, region: string | undefined, share: number, context: RenderContext): Rendered {
  const { outputs } = context;
  const some = outputs.workloads.filter((row) => row.service === dependency && (region === undefined || row.region === region));
  // Every workload of the dependency in one region, the first that has it: experts of several providers are one dependency.
  const count = some.filter((row) => row.region === some[0]?.region).length;
  const [first] = some;
  const selected = selectWorkloads(outputs, {
    service: dependency,
    ...(first?.region === undefined ? {} : { region: first.region }),
    count: Math.max(1, count),
  });
  if (!selected.found) return unsupported(selected.reason);
  const blind = selected.items.find(({ port }) => port === undefined);
  if (blind !== undefined) return unsupported(`the workload ${blind.id} publishes no port of HTTP, so its answers cannot be replaced`);
  const looks = looksAt(outputs, selected.items[0] ?? { service: dependency });
  return renderEngines(
    selected.items,
    {
      experiment: podHttpStatusCode,
      values: ({ port = 80 }) => ({
        duration: wholeDuration(context),
        status: "500",
        affected: percent(100 * share),
        podsAffected: percent(100),
        servicePort: port,
      }),
      effect: [...failing(looks), ...selected.items.map((workload) => podsNotReady(outputs, workload))],
      healed: answering(looks),
    },
    context,
  );
}
