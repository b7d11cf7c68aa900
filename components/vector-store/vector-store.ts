// The vector store of one region: Qdrant on the region's cluster, three replicas, each with a disk of its own.
import { output, type ComponentResourceOptions, type CustomResourceOptions, type Output } from "@pulumi/pulumi";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy.js";
import { RandomPassword } from "@pulumi/random/randomPassword.js";
import { installChart } from "../charts/chart.ts";
import { spread } from "../charts/values/pod.ts";
import type { QdrantValues } from "../charts/values/vector-store.ts";
import { Component } from "../component.ts";
import type { RegionGround } from "../contract.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { vectorStoreAccess } from "../mesh/access.ts";
import { insideMesh } from "../mesh/labels.ts";
import { allowAccess } from "../mesh/policies.ts";
import { clusterNamespaces, regionNamespace } from "../once-per-cluster.ts";
import { fromNamespace, refuseAll, tcp } from "../workloads/network-policies.ts";
import { vectorStoreSizes, type VectorStoreSize } from "./sizes.ts";

export interface VectorStoreArgs {
  readonly plan: EnvironmentPlan;
  /** `ready` holds the mesh, and Prometheus, which brings the kinds that its samples are asked with. */
  readonly ground: RegionGround;
}

/**
 * Qdrant for one region's workloads, behind an API key and the mesh.
 * @cost Three disks for vectors and three for snapshots (2 to 100 GiB each, by environment), and 1 to 8 GiB of memory for each replica.
 * @omits Replication between regions, and snapshots on a schedule: collections are made anew from the documents that Postgres holds. A collection chooses its own
 * replication factor: with 2 or more, one replica may go without loss.
 * @failureDomain The cluster; inside it one zone or node: of three replicas one may go.
 */
export class VectorStore extends Component {
  /** For REST; with gRPC on port 6334 of the same host. */
  readonly url: Output<string>;
  /** A secret. */
  readonly apiKey: Output<string>;

  constructor(name: string, { plan, ground }: VectorStoreArgs, options: ComponentResourceOptions) {
    super("vector-store:VectorStore", name, options);
    const place: CustomResourceOptions = { parent: this, provider: ground.kubernetes };
    const namespace = regionNamespace(ground, "vector-store");
    const home = new Namespace(
      this.named("namespace"),
      { metadata: { name: namespace, labels: { ...insideMesh, "pod-security.kubernetes.io/enforce": "baseline" } } },
      { ...place, dependsOn: [...ground.ready] },
    );
    allowAccess((suffix) => this.named(suffix), vectorStoreAccess(ground), { ...place, dependsOn: [home] });
    // oxlint-disable-next-line no-new -- a resource belongs to its component by being made
    new NetworkPolicy(
      this.named("callers"),
      { metadata: { name: "callers", namespace }, spec: callers(ground, namespace) },
      { ...place, dependsOn: [home] },
    );
    this.apiKey = new RandomPassword(this.named("api-key"), { length: 40, special: false }, { parent: this }).result;
    installChart(
      this.named("qdrant"),
      { chart: "qdrant", release: "qdrant", namespace, values: qdrantValues(vectorStoreSizes[plan.name], ground.storageClass, this.apiKey) },
      { ...place, dependsOn: [home] },
    );
    this.url = output(`http://qdrant.${namespace}.svc:6333`);
    this.registerOutputs();
  }
}

/** Nothing but the table of access again, on the network: the workloads, Prometheus, and the replicas among themselves. */
const callers = (ground: RegionGround, namespace: string) => ({
  ...refuseAll,
  ingress: [
    ...refuseAll.ingress,
    { from: [fromNamespace(ground.namespace)], ports: tcp(6333, 6334) },
    { from: [fromNamespace(clusterNamespaces.monitoring)], ports: tcp(6333) },
    { from: [fromNamespace(namespace)] },
  ],
  egress: [...refuseAll.egress, { to: [fromNamespace(namespace)] }],
});

/** The secret that the chart makes of the key. */
const apiKeySecret = { name: "qdrant-apikey", key: "api-key" } as const;

function qdrantValues(
  { replicas, gibibytes, resources: each }: VectorStoreSize,
  storageClass: string | undefined,
  apiKey: Output<string>,
): QdrantValues {
  const disk = { size: `${gibibytes}Gi`, ...(storageClass === undefined ? {} : { storageClassName: storageClass }) };
  return {
    fullnameOverride: "qdrant",
    replicaCount: replicas,
    resources: each,
    image: { useUnprivilegedImage: true },
    livenessProbe: { enabled: true },
    readinessProbe: { enabled: true },
    startupProbe: { enabled: true },
    persistence: disk,
    snapshotPersistence: { enabled: true, ...disk },
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    topologySpreadConstraints: spread({ "app.kubernetes.io/name": "qdrant" }),
    metrics: { serviceMonitor: { enabled: true, authorization: { type: "Bearer", credentials: apiKeySecret } } },
    // Handed over itself and not by reference: another key must reach the pods.
    apiKey,
    config: { cluster: { enabled: true }, storage: { on_disk_payload: true }, telemetry_disabled: true },
  };
}
