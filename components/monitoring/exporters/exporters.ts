// What turns one region's workloads, data stores and edge into samples: exporters for Postgres and Redis, a probe of the edge, and where the workloads are asked.
import { interpolate, type ComponentResourceOptions, type CustomResourceOptions, type Input } from "@pulumi/pulumi";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { installChart } from "../../charts/chart.ts";
import { customResource } from "../../charts/custom.ts";
import { Component } from "../../component.ts";
import type { RegionGround } from "../../contract.ts";
import { clusterNamespaces } from "../../once-per-cluster.ts";
import { blackboxUrl, edgeModule } from "./blackbox.ts";
import { postgresExporterValues, redisExporterValues } from "./exporter-values.ts";

/** How the pods of the workloads are found and asked. */
export interface WorkloadMetrics {
  /** Labels that every pod of the workloads has, whatever its service. */
  readonly matchLabels: Readonly<Record<string, string>>;
  /** Name of the containers' port that answers /metrics. */
  readonly port: string;
  /** Path at the region's edge that answers 200 while it serves. */
  readonly healthPath: string;
}

export interface ExportersArgs {
  readonly ground: RegionGround;
  readonly workloads: WorkloadMetrics;
}

/**
 * Samples of one region's workloads, data stores and edge.
 * @cost Two small pods, and a connection each to Postgres and Redis.
 * @omits What only the cloud's own monitoring knows of its databases: storage, failovers, the credits of their machines.
 * @failureDomain Each exporter is one pod: while it is away its samples are missing, never wrong.
 */
export class Exporters extends Component {
  constructor(name: string, { ground, workloads }: ExportersArgs, options: ComponentResourceOptions) {
    super("monitoring:Exporters", name, options);
    const { region, postgres, redis } = ground;
    const namespace = clusterNamespaces.monitoring;
    const inside: CustomResourceOptions = { parent: this, provider: ground.kubernetes, dependsOn: [...ground.ready] };
    const credentials = (store: string, password: Input<string>): { readonly name: string; readonly resource: Secret } => {
      const secret = `${region.name}-${store}-exporter`;
      return {
        name: secret,
        resource: new Secret(this.named(`${store}-credentials`), { metadata: { name: secret, namespace }, stringData: { password } }, inside),
      };
    };

    const postgresPassword = credentials("postgres", postgres.password);
    installChart(
      this.named("postgres"),
      {
        chart: "prometheus-postgres-exporter",
        release: `${region.name}-postgres-exporter`,
        namespace,
        values: postgresExporterValues(region.name, postgres, { name: postgresPassword.name, key: "password" }),
      },
      { ...inside, dependsOn: [...ground.ready, postgresPassword.resource] },
    );
    const redisPassword = redis.password === null ? null : credentials("redis", redis.password);
    installChart(
      this.named("redis"),
      {
        chart: "prometheus-redis-exporter",
        release: `${region.name}-redis-exporter`,
        namespace,
        values: redisExporterValues(region.name, redis, redisPassword === null ? null : { name: redisPassword.name, key: "password" }),
      },
      { ...inside, dependsOn: [...ground.ready, ...(redisPassword === null ? [] : [redisPassword.resource])] },
    );
    customResource(
      this.named("workloads"),
      "monitoring.coreos.com/v1/PodMonitor",
      { name: `${region.name}-workloads`, namespace },
      {
        namespaceSelector: { matchNames: [ground.namespace] },
        selector: { matchLabels: workloads.matchLabels },
        podMetricsEndpoints: [{ port: workloads.port, path: "/metrics", interval: "5s" }],
      },
      inside,
    );
    customResource(
      this.named("edge"),
      "monitoring.coreos.com/v1/Probe",
      { name: `${region.name}-edge`, namespace },
      {
        jobName: "edge",
        interval: "15s",
        module: edgeModule,
        prober: { url: blackboxUrl },
        targets: { staticConfig: { static: [interpolate`${ground.endpoint}${workloads.healthPath}`], labels: { region: region.name } } },
      },
      inside,
    );
    this.registerOutputs();
  }
}
