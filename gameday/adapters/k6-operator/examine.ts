// What a load in a cluster needs there, looked at before anything is made: the operator's kind, Prometheus, and the right to do each thing that is done.
import { z } from "zod";
import type { ClusterOutput, Outputs } from "../../../model/outputs.ts";
import { UserError, type Problem } from "../../../model/user-error.ts";
import type { ClusterApi } from "../cluster/api/api.ts";
import { problemOf } from "../cluster/api/cluster-error.ts";
import { objectSchema } from "../cluster/api/objects.ts";
import { describePlace, resources, type Resource } from "../cluster/api/resources.ts";
import type { PrometheusPlace } from "./prometheus.ts";
import { operatorRelease } from "./test-run.ts";

/** The cluster that makes the load: the first that has a Prometheus to send figures to. Null: no cluster does. */
export const loadCluster = ({ clusters }: Pick<Outputs, "clusters">): (ClusterOutput & { readonly prometheus: PrometheusPlace }) | null =>
  clusters.flatMap(({ prometheus, ...cluster }) => (prometheus === undefined ? [] : [{ ...cluster, prometheus }]))[0] ?? null;

/** Verbs that a run uses, by kind; the role of the load account (components/load-platform) has the same. */
const needed: readonly (readonly [Resource, readonly string[], string?])[] = [
  [resources.testRuns, ["create", "delete", "get", "list"]],
  [resources.configMaps, ["create", "delete", "list", "patch"]],
  [resources.secrets, ["create", "delete", "list", "patch"]],
  [resources.jobs, ["delete", "list"]],
  [resources.services, ["list"]],
  [resources.pods, ["delete", "list", "watch"]],
  [resources.pods, ["get"], "log"],
];

const reviewSchema = z.looseObject({ status: z.looseObject({ allowed: z.boolean() }) });

/** Throws UserError with every problem that there is. */
export async function examineLoad(api: ClusterApi, { id, loadNamespace: namespace }: Pick<ClusterOutput, "id" | "loadNamespace">): Promise<void> {
  const path = `clusters[${id}]`;
  const problems: Problem[] = [];
  try {
    const rights = needed.flatMap(([resource, verbs, part]) => verbs.map((verb) => ({ resource, verb, part })));
    const allowed = await Promise.all(rights.map((right) => mayDo(api, namespace, right)));
    const missing = rights.filter((_, index) => allowed[index] === false);
    if (missing.length > 0)
      problems.push({
        path,
        message: `you may not ${missing.map(({ resource, verb, part }) => `${verb} ${resource.plural}${part === undefined ? "" : `/${part}`}`).join(", ")} in the namespace ${namespace}`,
        remedy: "act as the account gameday-load of that namespace, or be given a role like its own (docs/kubernetes.md)",
      });
    else await api.list({ resource: resources.testRuns, namespace }, objectSchema, { labelSelector: "gameday/none" });
    await namespaceThere(api, namespace, path, problems);
  } catch (error) {
    const { remedy, ...problem } = problemOf(path, error);
    problems.push({
      ...problem,
      remedy: problem.message.includes("does not serve testruns") ? `install k6-operator ${operatorRelease}` : (remedy ?? ""),
    });
  }
  if (problems.length > 0) throw new UserError("the cluster cannot make this load:", problems);
}

async function mayDo(
  api: ClusterApi,
  namespace: string,
  { resource, verb, part }: { readonly resource: Resource; readonly verb: string; readonly part: string | undefined },
): Promise<boolean> {
  const { group, plural } = resource;
  const review = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes: { namespace, verb, group, resource: plural, ...(part === undefined ? {} : { subresource: part }) } },
  };
  return (await api.create({ resource: resources.accessReviews }, review, reviewSchema)).status.allowed;
}

/** Whether it is there cannot always be seen by who has rights only in it; a list of something in it always can, and is empty then. */
async function namespaceThere(api: ClusterApi, namespace: string, path: string, problems: Problem[]): Promise<void> {
  const place = { resource: resources.namespaces, name: namespace };
  const { status } = await api.ask(`/api/v1/namespaces/${encodeURIComponent(namespace)}`);
  if (status === 404) problems.push({ path, message: `there is no ${describePlace(place)}`, remedy: "make it, or name another as loadNamespace" });
}
