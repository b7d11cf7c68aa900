// One workload of a region: its Deployment and everything that belongs to it alone.
import { all, output, type ComponentResourceOptions, type Input, type Resource } from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { HorizontalPodAutoscaler } from "@pulumi/kubernetes/autoscaling/v2/horizontalPodAutoscaler.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import { Component } from "../component.ts";
import type { RegionGround } from "../contract.ts";
import type { Settings } from "../settings.ts";
import { configurationOf, usesApiKey, usesData, type ConfigurationArgs } from "./configuration.ts";
import { labelsOf, port, portName, selectorOf } from "./labels.ts";
import { imageOf, podOf } from "./pod.ts";
import { scaleByQueue } from "./queue-scaling.ts";
import type { RegionSecrets } from "./region-secrets.ts";
import type { WorkloadRow } from "./workload-plan.ts";

export interface WorkloadArgs extends ConfigurationArgs {
  readonly row: WorkloadRow;
  readonly ground: RegionGround;
  readonly settings: Settings;
  readonly secrets: RegionSecrets;
  /** What must stand first: the namespace, its policies, the tables. */
  readonly after: readonly Resource[];
}

/** Share of a pod's requested processor at which another one is started; the design wants 60–80 %. */
const targetUtilisation = 70;

/**
 * A Deployment with its configuration, identity, service, scaling and disruption budget.
 * @cost Nothing by itself: its pods fill the region's nodes; requests and limits are its row's.
 * @omits A vertical autoscaler. Zones are a preference: where there is one node, all pods run there.
 * @failureDomain A pod, a node, a zone: as long as one replica is left it serves. All of it goes with the region.
 */
export class Workload extends Component {
  readonly deployment: Deployment;
  /** Null for what nobody calls. */
  readonly service: Service | null;

  constructor(name: string, args: WorkloadArgs, options: ComponentResourceOptions = {}) {
    super("workloads:Workload", name, options);
    const { row, ground, secrets } = args;
    const own = { parent: this, provider: ground.kubernetes };
    const first = { ...own, dependsOn: [...args.after] };
    const metadata = { name: row.name, namespace: ground.namespace, labels: labelsOf(row.name, row.service) };

    const configuration = configurationOf(row, args);
    const configMap = new ConfigMap(this.named("configuration"), { metadata, data: { "configuration.json": configuration } }, first);
    const account = new ServiceAccount(
      this.named("account"),
      { metadata: { ...metadata, annotations: ground.identity(row.name) }, automountServiceAccountToken: false },
      first,
    );
    const mounted = usesData(row) ? [secrets.data] : usesApiKey(row) ? [secrets.entry] : [];
    this.deployment = new Deployment(
      this.named("deployment"),
      {
        metadata,
        spec: {
          // With an autoscaler the number is the autoscaler's: it is given once it knows better.
          ...(row.scaling === "fixed" ? { replicas: row.min } : {}),
          revisionHistoryLimit: 5,
          selector: { matchLabels: selectorOf(row.name) },
          strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: 0 } },
          template: podOf({
            name: row.name,
            program: row.service,
            image: imageOf(args.settings),
            resources: row.resources,
            serviceAccount: row.name,
            configMap: row.name,
            secrets: mounted.map(({ secretName, keys }) => ({ secretName, keys })),
            checksum: checksum([configuration, ...mounted.map(({ content }) => content)]),
          }),
        },
      },
      { ...own, dependsOn: [...args.after, configMap, account, ...mounted.map(({ resource }) => resource)] },
    );
    this.service =
      row.service === "worker"
        ? null
        : new Service(
            this.named("service"),
            {
              metadata,
              spec: { type: "ClusterIP", selector: selectorOf(row.name), ports: [{ name: portName, port, targetPort: portName, protocol: "TCP" }] },
            },
            first,
          );
    new PodDisruptionBudget(
      this.named("disruption-budget"),
      { metadata, spec: { maxUnavailable: 1, selector: { matchLabels: selectorOf(row.name) }, unhealthyPodEvictionPolicy: "AlwaysAllow" } },
      first,
    );
    this.#scale(args, metadata);
    this.registerOutputs();
  }

  #scale(
    { row, ground, secrets }: WorkloadArgs,
    metadata: { readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
  ): void {
    const own = { parent: this, provider: ground.kubernetes, dependsOn: [this.deployment] };
    if (row.scaling === "queue") scaleByQueue(this.named("scaling"), { row, metadata, redis: ground.redis, secret: secrets.data }, own);
    if (row.scaling !== "cpu") return;
    new HorizontalPodAutoscaler(
      this.named("scaling"),
      {
        metadata,
        spec: {
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: row.name },
          minReplicas: row.min,
          maxReplicas: row.max,
          metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: targetUtilisation } } }],
          behavior: {
            // Doubling every half minute meets "scaling reacts within two minutes"; going down waits out a lull.
            scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: "Percent", value: 100, periodSeconds: 30 }] },
            scaleDown: { stabilizationWindowSeconds: 300, policies: [{ type: "Percent", value: 25, periodSeconds: 60 }] },
          },
        },
      },
      own,
    );
  }
}

const checksum = (parts: readonly Input<string>[]): Input<string> =>
  all(parts.map((part) => output(part))).apply((texts) => createHash("sha256").update(texts.join("\0")).digest("hex").slice(0, 32));
