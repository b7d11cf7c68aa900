// Metrics of one cluster: Prometheus, Alertmanager with its configuration, Grafana, and what they need; one release, with the rules and dashboards beside it.
import type { ComponentResourceOptions, CustomResourceOptions } from "@pulumi/pulumi";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import type { Release } from "@pulumi/kubernetes/helm/v3/release.js";
import { installChart } from "../../charts/chart.ts";
import { customResource } from "../../charts/custom.ts";
import { Component } from "../../component.ts";
import type { RegionGround, Secrets } from "../../contract.ts";
import type { EnvironmentPlan } from "../../environment.ts";
import { clusterNamespaces } from "../../once-per-cluster.ts";
import { alertRules } from "../rules/alert-rules.ts";
import { monitoringSizes } from "../sizes.ts";
import { alertmanagerConfiguration, alertmanagerYaml } from "./alertmanager.ts";
import { firstPrometheus, prometheusPlace, stackValues } from "./stack-values.ts";

export interface PrometheusStackArgs {
  readonly plan: EnvironmentPlan;
  readonly ground: RegionGround;
  readonly secrets: Pick<Secrets, "grafanaPassword">;
}

/**
 * Samples, alerts and dashboards of one cluster.
 * @cost Storage of each Prometheus replica (5 to 200 GiB, by environment) and up to 4 cores and 16 GiB of memory for each; nothing leaves the region.
 * @omits Long-term storage and one view over all regions: each region has a Prometheus of its own. Custom resource definitions are not upgraded by Helm: a new
 * major version of the chart wants its page of upgrade notes. The mail server must take mail from the cluster without a password.
 * @failureDomain The cluster. Two replicas of Prometheus, three of Alertmanager; Grafana is one pod, without data of its own. Samples that are sent, those of load,
 * are with the first replica of Prometheus alone: a test that runs while it is away gives no verdict.
 */
export class PrometheusStack extends Component {
  /** Custom resources of Prometheus wait for it. */
  readonly release: Release;

  constructor(name: string, { plan, ground, secrets }: PrometheusStackArgs, options: ComponentResourceOptions) {
    super("monitoring:PrometheusStack", name, options);
    const inside: CustomResourceOptions = { parent: this, provider: ground.kubernetes };
    const namespace = clusterNamespaces.monitoring;

    const grafana = new Secret(
      this.named("grafana-admin"),
      { metadata: { name: "grafana-admin", namespace }, stringData: { user: "admin", password: secrets.grafanaPassword } },
      inside,
    );
    const configuration = alertmanagerConfiguration(plan.name, plan.settings);
    const alertmanager = new Secret(
      this.named("alertmanager-configuration"),
      { metadata: { name: "alertmanager-configuration", namespace }, stringData: { "alertmanager.yaml": alertmanagerYaml(configuration) } },
      inside,
    );
    this.release = installChart(
      this.named("release"),
      {
        chart: "kube-prometheus-stack",
        release: "prometheus",
        namespace,
        values: stackValues(plan, ground, monitoringSizes[plan.name]),
        timeoutSeconds: 900,
      },
      { ...inside, dependsOn: [...ground.ready, grafana, alertmanager] },
    );
    // oxlint-disable-next-line no-new -- a resource belongs to its component by being made
    new Service(
      this.named("first"),
      {
        metadata: { name: prometheusPlace.service, namespace },
        spec: {
          selector: { ...firstPrometheus.matchLabels },
          ports: [{ name: "http", port: prometheusPlace.port, targetPort: prometheusPlace.port }],
        },
      },
      { ...inside, dependsOn: [...ground.ready] },
    );
    customResource(this.named("alerts"), "monitoring.coreos.com/v1/PrometheusRule", { name: "gameday-alerts", namespace }, alertRules, {
      ...inside,
      dependsOn: [this.release],
    });
    this.registerOutputs();
  }
}
