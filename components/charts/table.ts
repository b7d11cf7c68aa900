// Third-party charts: where each comes from and its exact version. Read on 2026-11-28 from the charts' own repositories.
import type { ChartValues } from "./values/chart-values.ts";

export interface ChartRow {
  /** Name in the repository, or the whole address of a chart in an OCI registry. */
  readonly chart: string;
  /** Null for a chart in an OCI registry. */
  readonly repository: string | null;
  readonly version: string;
  /** The tag or commit at which the version and the values that are set here were read. */
  readonly source: string;
}

export type ChartName = keyof ChartValues;

const istio = (chart: string, folder: string): ChartRow => ({
  chart,
  repository: "https://istio-release.storage.googleapis.com/charts",
  version: "1.30.3",
  source: `istio/istio, tag 1.30.3, manifests/charts/${folder}`,
});

const prometheusCommunity = (chart: string, version: string): ChartRow => ({
  chart,
  repository: "https://prometheus-community.github.io/helm-charts",
  version,
  source: `prometheus-community/helm-charts, tag ${chart}-${version}`,
});

export const charts = {
  "kube-prometheus-stack": prometheusCommunity("kube-prometheus-stack", "88.5.3"),
  "prometheus-blackbox-exporter": prometheusCommunity("prometheus-blackbox-exporter", "11.17.2"),
  "prometheus-postgres-exporter": prometheusCommunity("prometheus-postgres-exporter", "8.2.0"),
  "prometheus-redis-exporter": prometheusCommunity("prometheus-redis-exporter", "6.29.0"),
  "eck-operator": {
    chart: "eck-operator",
    repository: "https://helm.elastic.co",
    version: "3.5.0",
    source: "elastic/cloud-on-k8s, tag v3.5.0, deploy/eck-operator",
  },
  "fluent-bit": {
    chart: "fluent-bit",
    repository: "https://fluent.github.io/helm-charts",
    version: "0.58.1",
    source: "fluent/helm-charts, tag fluent-bit-0.58.1",
  },
  "opentelemetry-collector": {
    chart: "opentelemetry-collector",
    repository: "https://open-telemetry.github.io/opentelemetry-helm-charts",
    version: "0.170.0",
    source: "open-telemetry/opentelemetry-helm-charts, tag opentelemetry-collector-0.170.0",
  },
  jaeger: {
    chart: "jaeger",
    repository: "https://jaegertracing.github.io/helm-charts",
    version: "4.11.1",
    source: "jaegertracing/helm-charts, tag jaeger-4.11.1",
  },
  "istio-base": istio("base", "base"),
  istiod: istio("istiod", "istio-control/istio-discovery"),
  "istio-cni": istio("cni", "istio-cni"),
  ztunnel: istio("ztunnel", "ztunnel"),
  "gateway-crds": {
    chart: "oci://docker.io/envoyproxy/gateway-crds-helm",
    repository: null,
    version: "v1.8.2",
    source: "gateway.envoyproxy.io/docs/install (Envoy Gateway 1.8.2; the chart has the release's version)",
  },
  keda: {
    chart: "keda",
    repository: "https://kedacore.github.io/charts",
    version: "2.20.2",
    source: "kedacore/charts, commit 1444d00d90d7668cf7f53f270777d039371d90d0, keda",
  },
  qdrant: {
    chart: "qdrant",
    repository: "https://qdrant.github.io/qdrant-helm",
    version: "1.19.0",
    source: "qdrant/qdrant-helm, tag qdrant-1.19.0",
  },
  "litmus-core": {
    chart: "litmus-core",
    repository: "https://litmuschaos.github.io/litmus-helm",
    version: "3.28.1",
    source: "litmuschaos/litmus-helm, tag litmus-core-3.28.1",
  },
  "k6-operator": {
    chart: "k6-operator",
    repository: "https://grafana.github.io/helm-charts",
    version: "4.6.0",
    source: "grafana/k6-operator, tag v1.6.0, charts/k6-operator",
  },
} as const satisfies Record<ChartName, ChartRow>;
