// What the network lets through in the namespace of a region's workloads: nothing, then the table of callers, then what each needs outside of it.
import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy.js";
import { Component } from "../component.ts";
import type { RegionGround } from "../contract.ts";
import { clusterNamespaces } from "../once-per-cluster.ts";
import { callersOf, usesData } from "./configuration.ts";
import { partOf, port } from "./labels.ts";
import type { WorkloadRow } from "./workload-plan.ts";

export interface NetworkPoliciesArgs {
  readonly ground: RegionGround;
  readonly rows: readonly WorkloadRow[];
  readonly after: readonly Resource[];
}

/** Between pods of the mesh everything arrives here, encrypted. Source: istio.io/latest/docs/ambient/usage/networkpolicy. */
export const meshPort = 15008;

/** What the mesh makes of the kubelet's address, so that probes reach a pod of the mesh. Source: the same page. */
export const kubeletInMesh = "169.254.7.127/32";

/** Where a cache of names listens on every node that has one. Source: kubernetes.io/docs/tasks/administer-cluster/nodelocaldns. */
const nodeLocalDns = "169.254.20.10/32";

/** TCP, to the port itself and through the mesh. */
export const tcp = (...ports: readonly number[]) => [...ports, meshPort].map((number) => ({ protocol: "TCP", port: number }));

export const fromNamespace = (name: string) => ({ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } });

/** Everything is refused but probes, and names may be asked for. The base of every namespace that this project makes. */
export const refuseAll = {
  podSelector: {},
  policyTypes: ["Ingress", "Egress"],
  ingress: [{ from: [{ ipBlock: { cidr: kubeletInMesh } }] }],
  egress: [
    {
      to: [
        {
          namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
          podSelector: { matchExpressions: [{ key: "k8s-app", operator: "In", values: ["kube-dns", "node-local-dns"] }] },
        },
        { ipBlock: { cidr: nodeLocalDns } },
      ],
      ports: [
        { protocol: "UDP", port: 53 },
        { protocol: "TCP", port: 53 },
      ],
    },
  ],
};

/**
 * Network policies of one region's workloads.
 * @cost Nothing.
 * @omits Enforcement: that is the cluster's network plug-in's part (VPC CNI with network policies on, GKE Dataplane V2, kindnet from kind 0.24 on).
 * @failureDomain The namespace.
 */
export class NetworkPolicies extends Component {
  constructor(name: string, { ground, rows, after }: NetworkPoliciesArgs, options: ComponentResourceOptions = {}) {
    super("workloads:NetworkPolicies", name, options);
    const child = { parent: this, provider: ground.kubernetes, dependsOn: [...after] };
    const labels = { "app.kubernetes.io/part-of": partOf };
    const metadata = (policy: string) => ({ name: policy, namespace: ground.namespace, labels });
    const component = (service: string) => ({ podSelector: { matchLabels: { "app.kubernetes.io/component": service } } });

    new NetworkPolicy(this.named("refuse-all"), { metadata: metadata("refuse-all"), spec: refuseAll }, child);
    new NetworkPolicy(
      this.named("samples"),
      {
        metadata: metadata("samples"),
        spec: {
          podSelector: { matchLabels: labels },
          policyTypes: ["Ingress"],
          ingress: [{ from: [fromNamespace(clusterNamespaces.monitoring)], ports: tcp(port) }],
        },
      },
      child,
    );
    for (const service of new Set(rows.map((row) => row.service))) {
      const callers = callersOf[service];
      const called = Object.entries(callersOf).flatMap(([other, by]) => (by.some((caller) => caller === service) ? [other] : []));
      const anybody = service === "edge" ? [{ ports: tcp(port) }] : [];
      const ingress = [...anybody, ...(callers.length === 0 ? [] : [{ from: callers.map(component), ports: tcp(port) }])];
      const egress = [
        ...(called.length === 0 ? [] : [{ to: called.map(component), ports: tcp(port) }]),
        ...(usesData({ service }) ? [dataOf(ground)] : []),
      ];
      new NetworkPolicy(
        this.named(service),
        { metadata: metadata(service), spec: { ...component(service), policyTypes: ["Ingress", "Egress"], ingress, egress } },
        child,
      );
    }
    new NetworkPolicy(
      this.named("schema"),
      { metadata: metadata("schema"), spec: { ...component("schema"), policyTypes: ["Egress"], egress: [dataOf(ground)] } },
      child,
    );
    this.registerOutputs();
  }
}

/** Data stores on the cluster by their namespace; others by their ports: their addresses are only known to their cloud, which lets in whom it knows. */
function dataOf({ postgres, redis, data }: RegionGround) {
  const ports = tcp(postgres.port, redis.port, ...(redis.sentinels?.addresses ?? []).slice(0, 1).map((address) => address.port));
  return data === undefined ? { ports } : { to: data.namespaces.map(fromNamespace), ports };
}
