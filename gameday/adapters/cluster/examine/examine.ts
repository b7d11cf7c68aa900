// Everything that speaks against a run on a stack's clusters, before anything is made there: reach, kinds, rights, labels of namespaces, selectors.
import { z } from "zod";
import type { ClusterOutput, Outputs, WorkloadOutput } from "../../../../model/outputs.ts";
import type { Problem } from "../../../../model/user-error.ts";
import type { ClusterApi } from "../api/api.ts";
import { problemOf } from "../api/cluster-error.ts";
import { hasLabels, metadataSchema } from "../api/objects.ts";
import { resources, type Resource } from "../api/resources.ts";
import { clusterOf, type Cluster } from "../clusters.ts";
import { chaosLabel } from "../marks.ts";
import { chaosRights, loadRights, rightProblems, workloadRights } from "./rights.ts";

const kindsSchema = z.object({ resources: z.array(z.looseObject({ name: z.string() })) });
const groupSchema = z.object({ versions: z.array(z.looseObject({ version: z.string() })) });
const namespaceSchema = z.looseObject({ metadata: metadataSchema });
const podSchema = z.looseObject({ metadata: metadataSchema });

/** `loads`: the plan has load; runners in a cluster make it where that has a Prometheus to send figures to. */
export async function clusterProblems(outputs: Outputs, loads: boolean): Promise<readonly Problem[]> {
  const known = new Set(outputs.clusters.map(({ id }) => id));
  const strange = outputs.workloads.flatMap(({ cluster }, index) =>
    known.has(cluster)
      ? []
      : [
          {
            path: `workloads[${index}].cluster`,
            message: `${cluster} is no cluster of the stack`,
            remedy: `use one of ${[...known].join(", ") || "none"}`,
          },
        ],
  );
  return [...strange, ...(await Promise.all(outputs.clusters.map((row) => problemsOf(row, outputs, loads)))).flat()];
}

async function problemsOf(row: ClusterOutput, { workloads }: Outputs, loads: boolean): Promise<readonly Problem[]> {
  const path = `clusters.${row.id}`;
  let cluster: Cluster;
  try {
    cluster = await clusterOf(row);
    // Of a cluster that does not answer, or does not know who asks, nothing else can be said.
    await cluster.api.list({ resource: resources.accessReviews }, z.unknown()).catch(onlyUnreachable);
  } catch (error) {
    return [problemOf(path, error)];
  }
  const { api } = cluster;
  const kinds = [
    resources.chaosEngines,
    resources.chaosExperiments,
    resources.chaosResults,
    ...(loads && row.prometheus !== undefined ? [resources.testRuns] : []),
  ];
  const own = workloads.filter((workload) => workload.cluster === row.id);
  const namespaces = [...new Set(own.map(({ namespace }) => namespace))];
  const told = await Promise.all([
    ...kinds.map((resource) => safely(path, () => kindProblems(api, path, resource))),
    safely(path, () => rightProblems(api, row.id, row.chaosNamespace, chaosRights)),
    safely(path, () => rightProblems(api, row.id, row.loadNamespace, loadRights)),
    ...namespaces.map((namespace) => safely(path, () => rightProblems(api, row.id, namespace, workloadRights))),
    ...namespaces.map((namespace) => safely(path, () => namespaceProblems(api, path, namespace))),
    ...namespaces.map((namespace) => safely(path, () => selectorProblems(api, namespace, workloads, row.id))),
  ]);
  const unique = new Map(told.flat().map((problem) => [`${problem.path} ${problem.message}`, problem]));
  return [...unique.values()];
}

/** The kind is asked for by a list that no server gives: what comes back is that there is none of it, or why nobody can be asked. */
function onlyUnreachable(error: unknown): void {
  if (
    error instanceof Error &&
    "kind" in error &&
    ["unreachable", "certificate", "late", "unauthorized", "configuration"].includes(String(error.kind))
  )
    throw error;
}

async function safely(path: string, look: () => Promise<readonly Problem[]>): Promise<readonly Problem[]> {
  try {
    return await look();
  } catch (error) {
    return [problemOf(path, error)];
  }
}

async function kindProblems(api: ClusterApi, path: string, { group, version, plural }: Resource): Promise<readonly Problem[]> {
  const { status, text } = await api.ask(`/apis/${group}/${version}`);
  if (status === 200 && kindsSchema.parse(JSON.parse(text)).resources.some(({ name }) => name === plural)) return [];
  const served = await api.ask(`/apis/${group}`);
  const versions = served.status === 200 ? groupSchema.parse(JSON.parse(served.text)).versions.map((row) => row.version) : [];
  const brings = group === "k6.io" ? "k6-operator (the load platform)" : "Litmus (the chaos platform)";
  return [
    versions.length > 0 && !versions.includes(version)
      ? {
          path,
          message: `${plural}.${group} is served in ${versions.join(", ")}, not in ${version}`,
          remedy: `install a release of ${brings} that serves ${version}`,
        }
      : { path, message: `the kind ${plural}.${group} is missing`, remedy: `install ${brings}: docs/kubernetes.md` },
  ];
}

async function namespaceProblems(api: ClusterApi, path: string, namespace: string): Promise<readonly Problem[]> {
  const found = await api.get({ resource: resources.namespaces, name: namespace }, namespaceSchema);
  if (found === null) return [{ path, message: `there is no namespace ${namespace}`, remedy: "correct the stack's outputs, or make it" }];
  if (found.metadata.labels[chaosLabel] === "allowed") return [];
  return [
    {
      path,
      message: `the namespace ${namespace} does not allow faults`,
      remedy: `if that is meant: kubectl label namespace ${namespace} ${chaosLabel}=allowed`,
    },
  ];
}

/** One list of a namespace's pods, as the server remembers it, for all its workloads. */
async function selectorProblems(
  api: ClusterApi,
  namespace: string,
  workloads: readonly WorkloadOutput[],
  cluster: string,
): Promise<readonly Problem[]> {
  const { items } = await api.list({ resource: resources.pods, namespace }, podSchema, { resourceVersion: "0" });
  return workloads.flatMap((workload, index): Problem[] => {
    if (workload.cluster !== cluster || workload.namespace !== namespace) return [];
    const path = `workloads[${index}].labels`;
    const selected = items.filter(({ metadata }) => hasLabels(metadata.labels, workload.labels)).length;
    if (selected === 0)
      return [{ path, message: `they select no pod of ${namespace}`, remedy: `see: kubectl get pods --namespace ${namespace} --show-labels` }];
    if (selected === items.length && items.length > 1 && workloads.some((other) => other !== workload && other.namespace === namespace))
      return [
        { path, message: `they select every pod of ${namespace}, all ${selected}`, remedy: "name a label that only this workload's pods have" },
      ];
    return [];
  });
}
