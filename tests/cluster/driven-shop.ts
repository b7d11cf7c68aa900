// Thousands of pods in three regions, an entry that answers, and the outputs file that a person would write for them: what the whole driver is run against.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { chaosRights, loadRights, workloadRights, type Right } from "../../gameday/adapters/cluster/examine/rights.ts";
import { serveHttp } from "../../gameday/adapters/testing/servers.ts";
import type { OutputsInput } from "../../model/outputs.ts";
import type { PlanInput } from "../../model/plan.ts";
import { referenceRegions } from "../../model/regions.ts";
import type { Cluster } from "./cluster.ts";
import { eventually } from "./eventually.ts";
import { deployment } from "./workloads.ts";

const regions = referenceRegions.map(({ name }) => name);
/** One phase under load, one pod of the handlers in a region killed. */
export const handlerKilled = {
  name: "handler-killed",
  phases: [
    {
      name: "chaos",
      duration: "11s",
      rate: 10,
      scenario: "get",
      faults: [
        {
          id: "killed",
          at: "1s",
          duration: "3s",
          recovery: "30s",
          hypothesis: "others answer in its place",
          fault: { kind: "process-kill", target: { service: "query-handler", region: "us-east-1" } },
        },
      ],
    },
  ],
} satisfies PlanInput;

const services = ["edge", "query-handler", "orchestrator", "response-collector"] as const;

/** What the driver itself asks for before it begins, as rules, and nothing besides: it must get by with that. */
const rulesOf = (rights: readonly Right[]) =>
  rights.map(({ resource: { group, plural }, verbs }) => ({ apiGroups: [group], resources: [plural], verbs: [...verbs] }));

export interface DrivenShop extends AsyncDisposable {
  /** Path of an outputs file. The kubeconfig in it is the driver's, unless another one is named. */
  outputs(name: string, changed?: (outputs: OutputsInput) => OutputsInput): Promise<string>;
  readonly kubeconfig: string;
  /** Gives the driver its rights, and takes them away. */
  grant(): Promise<void>;
  revoke(): Promise<void>;
}

const readySchema = z.object({ status: z.object({ readyReplicas: z.number().default(0) }).prefault({}) });

/** Resolves when all pods are ready. Regions' namespaces must be there. */
export async function openDrivenShop(cluster: Cluster, pods: number): Promise<DrivenShop> {
  const { client, servers } = cluster;
  const each = Math.ceil(pods / (regions.length * services.length));
  const roles = [
    ...regions.map((namespace) => ({ namespace, rights: workloadRights })),
    { namespace: "litmus", rights: chaosRights },
    { namespace: "load", rights: loadRights },
  ];
  const group = "rbac.authorization.k8s.io";
  const subjects = [{ apiGroup: group, kind: "User", name: "driver" }];
  const metadata = (namespace: string) => ({ name: "game-days", namespace });
  const bind = (namespace: string) => ({
    apiVersion: `${group}/v1`,
    kind: "RoleBinding",
    metadata: metadata(namespace),
    roleRef: { apiGroup: group, kind: "Role", name: "game-days" },
    subjects,
  });
  await client.make(
    ...roles.map(({ namespace, rights }) => ({ apiVersion: `${group}/v1`, kind: "Role", metadata: metadata(namespace), rules: rulesOf(rights) })),
    {
      apiVersion: `${group}/v1`,
      kind: "ClusterRole",
      metadata: { name: "game-days" },
      rules: [{ apiGroups: [""], resources: ["namespaces"], verbs: ["get"] }],
    },
    {
      apiVersion: `${group}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name: "game-days" },
      roleRef: { apiGroup: group, kind: "ClusterRole", name: "game-days" },
      subjects,
    },
  );
  const grant = (): Promise<void> => client.make(...roles.map(({ namespace }) => bind(namespace)));
  await grant();
  await client.make(...regions.flatMap((region) => services.map((service) => deployment(region, service, each))));
  for (const region of regions)
    await eventually(
      `the pods of ${region} are ready`,
      async () => {
        const all = await client.list({ apiVersion: "apps/v1", kind: "Deployment" }, region, readySchema);
        return all.every(({ status }) => status.readyReplicas === each) ? true : undefined;
      },
      240_000,
    );
  const entry = await serveHttp((_, response) => response.end("open"));
  const kubeconfig = await cluster.kubeconfig("driver");
  const own = await Promise.all(
    servers.names().map(async (name) => {
      const path = join(servers.folder, `${name}.pid`);
      await writeFile(path, String(servers.pid(name)));
      return path;
    }),
  );
  const outputsOf = (name: string): OutputsInput => ({
    schema: "proving-ground/outputs/1",
    stack: name,
    entry: `http://127.0.0.1:${entry.port}/`,
    probes: [{ id: "home", observe: { kind: "http", url: `http://127.0.0.1:${entry.port}/`, timeout: "2s" } }],
    regions: referenceRegions.map((region) => ({ name: region.name, role: region.role })),
    clusters: [{ id: "one", kubeconfig }],
    workloads: regions.flatMap((region) =>
      services.map((service) => ({
        id: `${region}/${service}`,
        service,
        region,
        cluster: "one",
        namespace: region,
        kind: "deployment" as const,
        name: service,
        labels: { app: service },
      })),
    ),
    own,
  });
  return {
    kubeconfig,
    grant,
    revoke: async () => {
      for (const { namespace } of roles) await client.remove(bind(namespace));
    },
    async outputs(name, changed = (outputs) => outputs) {
      const path = join(servers.folder, `${name}.json`);
      await writeFile(path, JSON.stringify(changed(outputsOf(name))));
      return path;
    },
    [Symbol.asyncDispose]: () => entry[Symbol.asyncDispose](),
  };
}
