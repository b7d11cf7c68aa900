// What gameday itself must be allowed to do in a cluster, and what of it is refused: asked of the API server, before anything is made.
import { z } from "zod";
import type { Problem } from "../../../../model/user-error.ts";
import type { ClusterApi } from "../api/api.ts";
import { resources, type Resource } from "../api/resources.ts";

export interface Right {
  readonly resource: Resource;
  readonly verbs: readonly string[];
}

/** Where engines are made: engines and what they make, the run's Lease, the kill switch. */
export const chaosRights: readonly Right[] = [
  { resource: resources.chaosEngines, verbs: ["create", "delete", "get", "list", "patch", "watch"] },
  { resource: resources.chaosExperiments, verbs: ["create", "get", "patch"] },
  { resource: resources.chaosResults, verbs: ["get", "list", "watch"] },
  { resource: resources.pods, verbs: ["delete", "list", "watch"] },
  { resource: resources.jobs, verbs: ["delete", "list"] },
  { resource: resources.networkPolicies, verbs: ["delete", "list"] },
  { resource: resources.leases, verbs: ["create", "delete", "get", "list", "patch"] },
  { resource: resources.configMaps, verbs: ["create", "get", "patch"] },
];

/** Where workloads run: they are looked at, held, released and scaled; policies that a fault left are taken away. */
export const workloadRights: readonly Right[] = [
  { resource: resources.pods, verbs: ["delete", "list", "watch"] },
  { resource: resources.deployments, verbs: ["get", "list", "patch", "watch"] },
  { resource: resources.statefulSets, verbs: ["get", "list", "patch", "watch"] },
  { resource: resources.daemonSets, verbs: ["list", "watch"] },
  { resource: resources.networkPolicies, verbs: ["delete", "list"] },
  { resource: resources.autoscalers, verbs: ["get", "list", "patch"] },
  { resource: resources.scaledObjects, verbs: ["get", "list", "patch"] },
];

/** Where runners are made, also for a run that makes none: whether an earlier one left some there must be seen. */
export const loadRights: readonly Right[] = [{ resource: resources.testRuns, verbs: ["list"] }];

const reviewSchema = z.looseObject({ status: z.looseObject({ allowed: z.boolean() }) });

/** One problem for each kind, with the verbs that are refused. */
export async function rightProblems(api: ClusterApi, cluster: string, namespace: string, rights: readonly Right[]): Promise<readonly Problem[]> {
  const problems = await Promise.all(
    rights.map(async ({ resource, verbs }): Promise<Problem[]> => {
      const allowed = await Promise.all(verbs.map((verb) => mayI(api, namespace, resource, verb)));
      const refused = verbs.filter((_, index) => allowed[index] === false);
      if (refused.length === 0) return [];
      const what = `${resource.plural}${resource.group === "" ? "" : `.${resource.group}`}`;
      return [
        {
          path: `clusters.${cluster}`,
          message: `you may not ${refused.join(", ")} ${what} in namespace ${namespace}`,
          remedy: "ask for the role gameday there (docs/kubernetes.md)",
        },
      ];
    }),
  );
  return problems.flat();
}

async function mayI(api: ClusterApi, namespace: string, { group, plural }: Resource, verb: string): Promise<boolean> {
  const manifest = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes: { namespace, verb, group, resource: plural } },
  };
  return (await api.create({ resource: resources.accessReviews }, manifest, reviewSchema)).status.allowed;
}
