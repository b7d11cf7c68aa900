// Values of kube-prometheus-stack for one cluster.
import { ordinaryResources, resources, smallResources } from "../../charts/resources.ts";
import { claim, spread } from "../../charts/values/pod.ts";
import type { KubePrometheusStackValues } from "../../charts/values/prometheus.ts";
import type { RegionGround } from "../../contract.ts";
import type { EnvironmentPlan } from "../../environment.ts";
import { outsideMesh } from "../../mesh/labels.ts";
import { clusterNamespaces } from "../../once-per-cluster.ts";
import { dashboardFolderAnnotation, dashboardLabel } from "../dashboards/dashboard.ts";
import type { MonitoringSize } from "../sizes.ts";

/** What the chart's objects are named after: "monitoring-prometheus", "monitoring-alertmanager". */
const fullname = "monitoring";

/**
 * The first replica of Prometheus, by the label that a StatefulSet gives each of its pods: the operator calls them "prometheus-<name>-<n>" after the release's
 * Prometheus, which has the full name where names are clean.
 */
export const firstPrometheus = { matchLabels: { "statefulset.kubernetes.io/pod-name": `prometheus-${fullname}-0` } } as const;

/**
 * Where samples can be sent to and are read again: one replica, by a service of its own. Every replica scrapes everything, but what is sent to the release's
 * service is with the one that it came to alone, and a reader would find half of it.
 */
export const prometheusPlace = { namespace: clusterNamespaces.monitoring, service: `${fullname}-prometheus-first`, port: 9090 } as const;
export const remoteWriteUrl = `http://${prometheusPlace.service}.${prometheusPlace.namespace}.svc:${prometheusPlace.port}/api/v1/write`;

export function stackValues(
  plan: EnvironmentPlan,
  { region, storageClass }: Pick<RegionGround, "region" | "storageClass">,
  { prometheus, alertmanagers }: MonitoringSize,
): KubePrometheusStackValues {
  const several = prometheus.replicas > 1;
  return {
    fullnameOverride: fullname,
    cleanPrometheusOperatorObjectNames: true,
    commonLabels: { "app.kubernetes.io/part-of": "gameday-monitoring" },
    kubeControllerManager: { enabled: false },
    kubeScheduler: { enabled: false },
    kubeEtcd: { enabled: false },
    kubeProxy: { enabled: false },
    alertmanager: {
      podDisruptionBudget: { enabled: alertmanagers > 1 },
      alertmanagerSpec: {
        replicas: alertmanagers,
        retention: "120h",
        useExistingSecret: true,
        configSecret: "alertmanager-configuration",
        resources: smallResources,
        storage: { volumeClaimTemplate: { spec: claim(2, storageClass) } },
        topologySpreadConstraints: spread({ "app.kubernetes.io/name": "alertmanager" }),
      },
    },
    grafana: {
      admin: { existingSecret: "grafana-admin", userKey: "user", passwordKey: "password" },
      defaultDashboardsEnabled: true,
      rbac: { namespaced: true },
      persistence: { enabled: false },
      testFramework: { enabled: false },
      resources: ordinaryResources,
      sidecar: {
        resources: smallResources,
        dashboards: {
          enabled: true,
          searchNamespace: clusterNamespaces.monitoring,
          label: dashboardLabel,
          labelValue: "1",
          folderAnnotation: dashboardFolderAnnotation,
          provider: { foldersFromFilesStructure: true },
        },
      },
      additionalDataSources: [{ name: "Jaeger", uid: "jaeger", type: "jaeger", access: "proxy", url: "http://jaeger.monitoring.svc:16686" }],
      "grafana.ini": { analytics: { reporting_enabled: false, check_for_updates: false }, users: { allow_sign_up: false } },
    },
    "kube-state-metrics": { resources: smallResources, metricLabelsAllowlist: ["pods=[app.kubernetes.io/name,app.kubernetes.io/part-of]"] },
    "prometheus-node-exporter": { resources: resources("50m", "32Mi", "200m", "128Mi") },
    prometheusOperator: {
      resources: smallResources,
      // The API server calls its webhook, and the API server is in no mesh.
      podLabels: outsideMesh,
      prometheusConfigReloader: { resources: smallResources },
      admissionWebhooks: { patch: { resources: smallResources } },
    },
    prometheus: {
      podDisruptionBudget: { enabled: several },
      prometheusSpec: {
        replicas: prometheus.replicas,
        retention: `${prometheus.retentionDays}d`,
        // The write-ahead log and compaction need the rest.
        retentionSize: `${Math.floor(prometheus.gibibytes * 0.8)}GiB`,
        scrapeInterval: "15s",
        evaluationInterval: "15s",
        enableRemoteWriteReceiver: true,
        scrapeNativeHistograms: true,
        scrapeClassicHistograms: true,
        externalLabels: { environment: plan.name, cluster: region.name },
        ruleSelectorNilUsesHelmValues: false,
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        probeSelectorNilUsesHelmValues: false,
        resources: prometheus.resources,
        storageSpec: { volumeClaimTemplate: { spec: claim(prometheus.gibibytes, storageClass) } },
        topologySpreadConstraints: spread({ "app.kubernetes.io/name": "prometheus" }),
      },
    },
  };
}
