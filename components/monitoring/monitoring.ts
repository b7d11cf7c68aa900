// Monitoring of one region: on its cluster the stack for samples, alerts, dashboards, logs and traces; for the region itself what turns its parts into samples.
import type { ComponentResourceOptions, CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { installChart } from "../charts/chart.ts";
import { Component } from "../component.ts";
import type { RegionGround, Secrets } from "../contract.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { monitoringAccess } from "../mesh/access.ts";
import { insideMesh } from "../mesh/labels.ts";
import { allowAccess, takeClear } from "../mesh/policies.ts";
import { clusterNamespaces, makesClusterWide } from "../once-per-cluster.ts";
import { makeDashboards } from "./dashboards/dashboards.ts";
import { blackboxValues } from "./exporters/blackbox.ts";
import { Exporters, type WorkloadMetrics } from "./exporters/exporters.ts";
import { LogStore } from "./log-store/log-store.ts";
import { monitoringSizes } from "./sizes.ts";
import { PrometheusStack } from "./stack/prometheus-stack.ts";
import { firstPrometheus, prometheusPlace } from "./stack/stack-values.ts";
import { Tracing } from "./traces/tracing.ts";

export interface MonitoringArgs {
  readonly plan: EnvironmentPlan;
  readonly ground: RegionGround;
  readonly secrets: Pick<Secrets, "grafanaPassword">;
  readonly workloads: WorkloadMetrics;
}

/**
 * Samples, alerts, dashboards, logs and traces of one region, kept in the region.
 * @cost Storage and memory of Prometheus and Elasticsearch, by environment (components/monitoring/sizes.ts); everything runs on the cluster's own nodes.
 * @omits One view over all regions: each is asked by itself. Nobody is paged: alerts go by mail.
 * @failureDomain The cluster: what watches it falls with it. An outage of a whole region is seen by the health checks of the global entry instead.
 */
export class Monitoring extends Component {
  /** What asks for samples by Prometheus' kinds waits for it. */
  readonly ready: readonly Resource[];

  constructor(name: string, { plan, ground, secrets, workloads }: MonitoringArgs, options: ComponentResourceOptions) {
    super("monitoring:Monitoring", name, options);
    this.ready = makesClusterWide(ground) ? [this.#clusterWide(plan, ground, secrets).release] : ground.ready;
    // oxlint-disable-next-line no-new -- a component belongs to its parent by being made
    new Exporters(this.named("exporters"), { ground: { ...ground, ready: [...ground.ready, ...this.ready] }, workloads }, { parent: this });
    this.registerOutputs();
  }

  #clusterWide(plan: EnvironmentPlan, ground: RegionGround, secrets: Pick<Secrets, "grafanaPassword">): PrometheusStack {
    const inside: CustomResourceOptions = { parent: this, provider: ground.kubernetes, dependsOn: [...ground.ready] };
    const namespace = new Namespace(
      this.named("namespace"),
      // Exporters of nodes and log shippers see the host's files, which the standard "baseline" forbids.
      { metadata: { name: clusterNamespaces.monitoring, labels: { ...insideMesh, "pod-security.kubernetes.io/enforce": "privileged" } } },
      inside,
    );
    const workloads = ground.sharedCluster ? plan.regions.map((region) => region.name) : [ground.namespace];
    const after: CustomResourceOptions = { ...inside, dependsOn: [namespace] };
    const samples = { selector: firstPrometheus, port: prometheusPlace.port };
    allowAccess((suffix) => this.named(suffix), monitoringAccess(workloads, samples), after);
    takeClear(this.named("samples-in-clear"), { name: "samples-for-readers", namespace: clusterNamespaces.monitoring }, samples, after);
    const prepared: RegionGround = { ...ground, ready: [...ground.ready, namespace] };
    const stack = new PrometheusStack(this.named("prometheus"), { plan, ground: prepared, secrets }, { parent: this });
    const whole: RegionGround = { ...prepared, ready: [...prepared.ready, stack.release] };
    makeDashboards((suffix) => this.named(suffix), clusterNamespaces.monitoring, after);
    const logs = new LogStore(this.named("logs"), { plan, ground: whole }, { parent: this });
    // oxlint-disable-next-line no-new -- a component belongs to its parent by being made
    new Tracing(this.named("traces"), { plan, ground: whole, store: logs.elasticsearch }, { parent: this });
    installChart(
      this.named("blackbox"),
      {
        chart: "prometheus-blackbox-exporter",
        release: "blackbox-exporter",
        namespace: clusterNamespaces.monitoring,
        values: blackboxValues(monitoringSizes[plan.name].relays),
      },
      { ...inside, dependsOn: [...whole.ready] },
    );
    return stack;
  }
}
