// Readers of the monitoring's charts: metrics, exporters, logs and traces.
import type { ChartReader } from "./reader.ts";

const none = { containers: [], mounts: [], lists: [], services: [] } as const;

export const monitoringCharts = {
  "kube-prometheus-stack": {
    containers: [
      { name: "prometheus", resources: "prometheus.prometheusSpec.resources" },
      { name: "alertmanager", resources: "alertmanager.alertmanagerSpec.resources" },
      { name: "prometheus-operator", resources: "prometheusOperator.resources" },
      { name: "config-reloader", resources: "prometheusOperator.prometheusConfigReloader.resources" },
      { name: "grafana", resources: "grafana.resources" },
      { name: "grafana-sidecar", resources: "grafana.sidecar.resources" },
      { name: "kube-state-metrics", resources: "kube-state-metrics.resources" },
      { name: "node-exporter", resources: "prometheus-node-exporter.resources", unless: "nodeExporter.enabled" },
    ],
    mounts: [
      { kind: "Secret", name: "alertmanager.alertmanagerSpec.configSecret" },
      { kind: "Secret", name: "grafana.admin.existingSecret", key: "grafana.admin.passwordKey" },
    ],
    lists: [],
    services: ["prometheus.service.type", "alertmanager.service.type", "grafana.service.type"],
    source: "prometheus-community/helm-charts kube-prometheus-stack-88.5.3, charts/kube-prometheus-stack/values.yaml",
  },
  "prometheus-blackbox-exporter": {
    ...none,
    containers: [{ name: "blackbox-exporter", resources: "resources" }],
    services: ["service.type"],
    source: "prometheus-community/helm-charts prometheus-blackbox-exporter-11.17.2",
  },
  "prometheus-postgres-exporter": {
    ...none,
    containers: [{ name: "postgres-exporter", resources: "resources" }],
    mounts: [{ kind: "Secret", name: "config.datasource.passwordSecret.name", key: "config.datasource.passwordSecret.key" }],
    services: ["service.type"],
    source: "prometheus-community/helm-charts prometheus-postgres-exporter-8.2.0",
  },
  "prometheus-redis-exporter": {
    ...none,
    containers: [{ name: "redis-exporter", resources: "resources" }],
    mounts: [{ kind: "Secret", name: "auth.secret.name", key: "auth.secret.key" }],
    services: ["service.type"],
    source: "prometheus-community/helm-charts prometheus-redis-exporter-6.29.0",
  },
  "eck-operator": {
    ...none,
    containers: [{ name: "manager", resources: "resources" }],
    source: "elastic/cloud-on-k8s v3.5.0, deploy/eck-operator/values.yaml",
  },
  "fluent-bit": {
    ...none,
    containers: [{ name: "fluent-bit", resources: "resources" }],
    lists: [
      { kind: "volumes", path: "extraVolumes" },
      { kind: "env", path: "env" },
    ],
    services: ["service.type"],
    source: "fluent/helm-charts fluent-bit-0.58.1, charts/fluent-bit/values.yaml",
  },
  "opentelemetry-collector": {
    ...none,
    containers: [{ name: "opentelemetry-collector", resources: "resources" }],
    lists: [
      { kind: "volumes", path: "extraVolumes" },
      { kind: "env", path: "extraEnvs" },
    ],
    services: ["service.type"],
    source: "open-telemetry/opentelemetry-helm-charts opentelemetry-collector-0.170.0",
  },
  jaeger: {
    ...none,
    containers: [
      { name: "jaeger", resources: "jaeger.resources" },
      { name: "es-index-cleaner", resources: "esIndexCleaner.resources", when: "esIndexCleaner.enabled" },
    ],
    lists: [
      { kind: "volumes", path: "jaeger.extraVolumes" },
      { kind: "env", path: "jaeger.extraEnv" },
      { kind: "secretMounts", path: "esIndexCleaner.extraSecretMounts" },
      { kind: "env", path: "esIndexCleaner.extraEnv" },
    ],
    source: "jaegertracing/helm-charts jaeger-4.11.1, charts/jaeger/values.yaml",
  },
} as const satisfies Readonly<Record<string, ChartReader>>;
