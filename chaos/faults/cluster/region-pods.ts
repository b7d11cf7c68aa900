// A region of a cluster cut off, or without a single pod.
import type { Step } from "../../../model/fault/fault-script.ts";
import type { Outputs, WorkloadOutput } from "../../../model/outputs.ts";
import { percent } from "../../../model/units.ts";
import { expectation } from "../../expectations.ts";
import { rendered, unsupported, type RenderContext, type Rendered } from "../../fault-kind.ts";
import { podNetworkLoss } from "../../litmus/network/pod-network-loss.ts";
import { podNetworkPartition } from "../../litmus/network/pod-network-partition.ts";
import { renderEngines, wholeDuration } from "./engine-fault.ts";
import { answering, edgesOf, failing } from "./looks.ts";
import { podsOf, podsReady } from "./pods.ts";

/**
 * Every workload of the region, behind a policy that lets nothing through; or, where policies of others allow what that one does not, with every packet
 * lost that leaves its pods.
 */
export function renderRegionPartition(region: string, context: RenderContext): Rendered {
  const { outputs } = context;
  const found = workloadsOf(outputs, region);
  if (!found.found) return unsupported(found.reason);
  const looks = edgesOf(outputs, region);
  if (looks.length === 0) return unsupported(`no probe looks at the endpoint of ${region}, so its partition could not be seen by a consumer`);
  const seen = { effect: failing(looks), healed: [...answering(looks), ...outputs.redundancy] };
  const duration = wholeDuration(context);
  const policed = outputs.clusters.some(({ id, policed: has }) => has && found.items.some(({ cluster }) => cluster === id));
  return named(
    region,
    policed
      ? renderEngines(
          found.items,
          { experiment: podNetworkLoss, values: () => ({ duration, loss: percent(100), podsAffected: percent(100) }), ...seen },
          context,
        )
      : renderEngines(found.items, { experiment: podNetworkPartition, values: () => ({ duration, policies: "all" as const }), ...seen }, context),
  );
}

/** Every workload of the region scaled to no pod, and back. No experiment of Litmus does that. */
export function renderRegionPods(region: string | null, { outputs }: RenderContext): Rendered {
  if (region === null) return unsupported("no region is named and no Postgres primary can be found");
  const found = workloadsOf(outputs, region);
  if (!found.found) return unsupported(found.reason);
  const held = found.items.flatMap((workload) => (workload.kind === "daemonset" ? [] : [{ ...workload, workload: workload.kind }]));
  if (held.length === 0) return unsupported(`the region ${region} has no deployment and no statefulset that could be scaled to nothing`);
  const step = ({ cluster, namespace, name, workload }: (typeof held)[number]) => ({ cluster: handle(outputs, cluster), namespace, workload, name });
  const strange = held.find(({ cluster }) => !outputs.clusters.some(({ id }) => id === cluster));
  if (strange !== undefined) return unsupported(`the workload ${strange.id} is on the cluster ${strange.cluster}, which the stack does not publish`);
  const edges = edgesOf(outputs, region);
  return rendered({
    engine: "kubernetes",
    targets: [region, ...held.map(({ id }) => id)],
    region,
    inject: held.map((workload): Step => ({ kind: "workload-hold", ...step(workload) })),
    undo: held.map((workload): Step => ({ kind: "workload-release", ...step(workload) })),
    effect: [
      ...failing(edges),
      ...held.slice(0, 3).map((workload) => expectation(`no pod of ${workload.id} is ready`, podsOf(outputs, workload, "ready"), { is: false })),
    ],
    healed: [...held.map((workload) => podsReady(outputs, workload)), ...answering(edges), ...outputs.redundancy],
  });
}

type Found = { readonly found: true; readonly items: readonly WorkloadOutput[] } | { readonly found: false; readonly reason: string };

function workloadsOf({ workloads }: Outputs, region: string): Found {
  const items = workloads.filter((workload) => workload.region === region);
  const regions = [...new Set(workloads.flatMap((workload) => workload.region ?? []))];
  if (items.length === 0)
    return { found: false, reason: `the stack has no workload in ${region}; it has some in ${regions.join(", ") || "no region"}` };
  if (items.length === workloads.length)
    return { found: false, reason: `all workloads of the stack are in ${region}: blast radius would be everything` };
  return { found: true, items };
}

/** The region is hit as such, beside its workloads. */
const named = (region: string, result: Rendered): Rendered =>
  result.supported ? rendered({ ...result.script, region, targets: [region, ...result.script.targets] }) : result;

function handle({ clusters }: Outputs, cluster: string) {
  const { kubeconfig, context } = clusters.find(({ id }) => id === cluster) ?? {};
  return { kubeconfig, context };
}
