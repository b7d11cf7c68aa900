// Whose mark an object of the cluster carries: a run changes, and puts back, only what is its own or nobody's.
import { ClusterError } from "../api/cluster-error.ts";
import type { KubeObject } from "../api/objects.ts";
import { heldPause, heldReplicas, runLabel, runValue, scaledFrom } from "../marks.ts";

export const isOf = ({ metadata }: KubeObject, run: string): boolean => metadata.labels[runLabel] === runValue(run);

/** Throws where another run has changed it and has not put it back. */
export function mustBeFree({ metadata }: KubeObject, run: string): void {
  const owner = metadata.labels[runLabel];
  const changed = [heldReplicas, heldPause, scaledFrom].some((mark) => metadata.annotations[mark] !== undefined);
  if (!changed || owner === undefined || owner === runValue(run)) return;
  throw new ClusterError(
    "refused",
    `${metadata.name} in namespace ${metadata.namespace ?? ""} is still changed by the run ${owner}`,
    "see that that run has ended, then: gameday heal --stack <outputs>",
  );
}
