// What can be seen of a workload's pods at the API server.
import type { Expectation, Observation } from "../../../model/fault/observation.ts";
import type { Outputs, WorkloadOutput } from "../../../model/outputs.ts";
import { expectation } from "../../expectations.ts";

type Count = Extract<Observation, { kind: "pods" }>["count"];

export function podsOf({ clusters }: Outputs, { cluster, namespace, labels }: WorkloadOutput, count: Count): Observation {
  const { kubeconfig, context } = clusters.find(({ id }) => id === cluster) ?? {};
  return { kind: "pods", cluster: { kubeconfig, context }, namespace, labels, count };
}

export const podsReady = (outputs: Outputs, workload: WorkloadOutput): Expectation =>
  expectation(`all pods of ${workload.id} are ready`, podsOf(outputs, workload, "ready"));

/** The kubelet asks every pod whether it is ready, as a consumer does: what fails for consumers fails for it too. */
export const podsNotReady = (outputs: Outputs, workload: WorkloadOutput): Expectation =>
  expectation(`pods of ${workload.id} are not ready`, podsOf(outputs, workload, "ready"), { is: false });

export const podsReplaced = (outputs: Outputs, workload: WorkloadOutput): Expectation =>
  expectation(`a pod of ${workload.id} was made anew`, podsOf(outputs, workload, "replaced"), { changed: true, atLeast: 1 });

export const podsRestarted = (outputs: Outputs, workload: WorkloadOutput): Expectation =>
  expectation(`a container of ${workload.id} was started again`, podsOf(outputs, workload, "restarts"), { changed: true, atLeast: 1 });
