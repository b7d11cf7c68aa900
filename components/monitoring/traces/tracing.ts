// Traces of one cluster: an OpenTelemetry collector takes them from the workloads and hands them to Jaeger, which keeps them in Elasticsearch.
import type { ComponentResourceOptions, CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { installChart } from "../../charts/chart.ts";
import { Component } from "../../component.ts";
import type { RegionGround } from "../../contract.ts";
import type { EnvironmentPlan } from "../../environment.ts";
import { clusterNamespaces } from "../../once-per-cluster.ts";
import { monitoringSizes } from "../sizes.ts";
import { collectorValues } from "./collector.ts";
import { jaegerValues } from "./jaeger.ts";

export interface TracingArgs {
  readonly plan: EnvironmentPlan;
  readonly ground: RegionGround;
  /** What stores the traces. */
  readonly store: Resource;
}

/**
 * Traces of one cluster.
 * @cost Two or three small pods; the storage is Elasticsearch's.
 * @omits Sampling: every trace that is sent is kept, so workloads must sample at the source under heavy load. Jaeger's page has no password: it is reached
 * through `kubectl port-forward` and Grafana alone.
 * @failureDomain The cluster. While Jaeger is away the collector tries again for five minutes, then traces are lost; requests never wait for it.
 */
export class Tracing extends Component {
  constructor(name: string, { plan, ground, store }: TracingArgs, options: ComponentResourceOptions) {
    super("monitoring:Tracing", name, options);
    const inside: CustomResourceOptions = { parent: this, provider: ground.kubernetes };
    const namespace = clusterNamespaces.monitoring;
    const size = monitoringSizes[plan.name];

    const jaeger = installChart(
      this.named("jaeger"),
      { chart: "jaeger", release: "jaeger", namespace, values: jaegerValues(size.traceDays) },
      { ...inside, dependsOn: [store] },
    );
    installChart(
      this.named("collector"),
      { chart: "opentelemetry-collector", release: "traces", namespace, values: collectorValues(ground.region.name, size.relays) },
      { ...inside, dependsOn: [jaeger] },
    );
    this.registerOutputs();
  }
}
