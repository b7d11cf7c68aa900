// Looks at what a cluster has: pods of a workload, an engine's verdict, what an engine left.
import type { Observation } from "../../../model/fault/observation.ts";
import type { Seen } from "../../ports/fault.ts";
import { clusterOf } from "../cluster/clusters.ts";
import { leftoversOf } from "../cluster/engine/leftovers.ts";
import { resultOf } from "../cluster/engine/result.ts";

type Of<K extends Observation["kind"]> = Extract<Observation, { kind: K }>;

/** Held where there is at least one, all are ready, and there are as many as their workload asks for. */
export async function lookPods({ cluster: handle, namespace, labels, count }: Of<"pods">): Promise<Seen> {
  const cluster = await clusterOf(handle);
  const [counts] = await Promise.all([cluster.pods(namespace).count(labels), cluster.answers()]);
  const { pods, ready, asked, waiting, ending } = counts;
  const missing = Math.max(0, Math.max(asked, pods) - ready);
  const named = waiting.length === 0 ? "" : `; not ready: ${waiting.slice(0, 3).join(", ")}${waiting.length > 3 ? " …" : ""}`;
  return {
    held: ready > 0 && missing === 0,
    value: { ready, missing, replaced: counts.seen, restarts: counts.restarts }[count],
    detail: `${ready} of ${Math.max(asked, pods)} pods are ready${ending === 0 ? "" : `, ${ending} are ending`}${named}`,
  };
}

export async function lookResult({ cluster: handle, namespace, engine, experiment }: Of<"chaos-result">): Promise<Seen> {
  const { verdict, probeSuccess, detail } = await resultOf((await clusterOf(handle)).api, { namespace, engine, experiment });
  return { held: verdict === "Pass", value: probeSuccess, detail };
}

export async function lookLeftovers({ cluster: handle, namespace, engine, target }: Of<"chaos-leftovers">): Promise<Seen> {
  const left = await leftoversOf((await clusterOf(handle)).api, { namespace, engine, target });
  const named = left.map(({ title }) => title);
  return {
    held: left.length === 0,
    value: left.length,
    detail:
      left.length === 0 ? `nothing of ${engine} is left` : `${named.slice(0, 4).join(", ")}${left.length > 4 ? ` and ${left.length - 4} more` : ""}`,
  };
}
