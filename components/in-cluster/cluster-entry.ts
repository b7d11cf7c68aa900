// The global entry where no cloud brings one: the program `entry`, which sends each client to the nearest region that is ready.
import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import type { Provider } from "@pulumi/kubernetes/provider.js";
import type { WorkloadConfiguration } from "../../model/protocol/workload.ts";
import { roundTripMilliseconds } from "../../model/regions.ts";
import { ordinaryResources } from "../charts/resources.ts";
import { Component } from "../component.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { insideMesh } from "../mesh/labels.ts";
import { allowAccess } from "../mesh/policies.ts";
import { customResource } from "../charts/custom.ts";
import { restricted } from "../platform/namespace.ts";
import { labelsOf, partOf, port, portName, selectorOf } from "../workloads/labels.ts";
import { fromNamespace, refuseAll, tcp } from "../workloads/network-policies.ts";
import { imageOf, podOf } from "../workloads/pod.ts";

export interface ClusterEntryArgs {
  readonly plan: EnvironmentPlan;
  readonly kubernetes: Provider;
  /** Port on every node; undefined: none. */
  readonly nodePort: number | undefined;
  /** The mesh, and an edge to send requests to. */
  readonly after: readonly Resource[];
}

const entryNamespace = "entry";
const selector = { matchLabels: selectorOf("entry") };

/**
 * The entry in front of all regions.
 * @cost Two pods of 0.1 cores and 256 MiB.
 * @omits TLS towards clients, a name in DNS, protection from floods: it is reached on a port of a node or one that is forwarded.
 * @failureDomain The cluster; it belongs to no region.
 */
export class ClusterEntry extends Component {
  constructor(name: string, { plan, kubernetes, nodePort, after }: ClusterEntryArgs, options: ComponentResourceOptions = {}) {
    super("in-cluster:ClusterEntry", name, options);
    const own = { parent: this, provider: kubernetes };
    const namespace = new Namespace(
      this.named("namespace"),
      { metadata: { name: entryNamespace, labels: { "app.kubernetes.io/part-of": partOf, ...restricted, ...insideMesh } } },
      { ...own, dependsOn: [...after] },
    );
    const child = { ...own, dependsOn: [namespace] };
    const metadata = { name: "entry", namespace: entryNamespace, labels: labelsOf("entry", "entry") };
    this.#admit(plan, child);
    const configuration = JSON.stringify(configurationOf(plan), null, 2);
    const configMap = new ConfigMap(this.named("configuration"), { metadata, data: { "configuration.json": configuration } }, child);
    const account = new ServiceAccount(this.named("account"), { metadata, automountServiceAccountToken: false }, child);
    new Deployment(
      this.named("deployment"),
      {
        metadata,
        spec: {
          replicas: 2,
          revisionHistoryLimit: 5,
          selector,
          strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 } },
          template: podOf({
            name: "entry",
            program: "entry",
            image: imageOf(plan.settings),
            resources: ordinaryResources,
            serviceAccount: "entry",
            configMap: "entry",
            secrets: [],
            checksum: createHash("sha256").update(configuration).digest("hex").slice(0, 32),
          }),
        },
      },
      { ...child, dependsOn: [namespace, configMap, account] },
    );
    new PodDisruptionBudget(this.named("disruption-budget"), { metadata, spec: { maxUnavailable: 1, selector } }, child);
    new Service(this.named("service"), { metadata, spec: outside("entry", nodePort) }, child);
    this.registerOutputs();
  }

  /** Clients are in no mesh and come from anywhere; the entry goes to the edges alone. */
  #admit(plan: EnvironmentPlan, child: { readonly parent: Resource; readonly provider: Provider; readonly dependsOn: Resource[] }): void {
    const metadata = (policy: string) => ({ name: policy, namespace: entryNamespace });
    allowAccess((suffix) => this.named(suffix), [{ name: "requests", namespace: entryNamespace, selector, from: null, ports: [port] }], child);
    customResource(
      this.named("requests-in-clear"),
      "security.istio.io/v1/PeerAuthentication",
      metadata("requests-from-outside"),
      { selector, mtls: { mode: "STRICT" }, portLevelMtls: { [port]: { mode: "PERMISSIVE" } } },
      child,
    );
    new NetworkPolicy(this.named("refuse-all"), { metadata: metadata("refuse-all"), spec: refuseAll }, child);
    new NetworkPolicy(
      this.named("network"),
      {
        metadata: metadata("entry"),
        spec: {
          podSelector: selector,
          policyTypes: ["Ingress", "Egress"],
          ingress: [{ ports: tcp(port) }],
          egress: [{ to: plan.regions.map((region) => fromNamespace(region.name)), ports: tcp(port) }],
        },
      },
      child,
    );
  }
}

/** A service that is reached from outside on a port of every node, or only by a port that is forwarded to it. */
export const outside = (name: string, nodePort: number | undefined) => ({
  type: nodePort === undefined ? ("ClusterIP" as const) : ("NodePort" as const),
  selector: selectorOf(name),
  ports: [{ name: portName, port, targetPort: portName, protocol: "TCP", ...(nodePort === undefined ? {} : { nodePort }) }],
});

const configurationOf = ({ regions }: EnvironmentPlan): Partial<WorkloadConfiguration> => ({
  id: "entry",
  service: "entry",
  region: "global",
  host: "0.0.0.0",
  port,
  seed: 7,
  peers: {},
  edges: regions.map(({ name }) => ({
    region: name,
    url: `http://edge.${name}.svc.cluster.local:${port}`,
    distance: Object.fromEntries(regions.map((client) => [client.name, roundTripMilliseconds(client.name, name)])),
  })),
});
