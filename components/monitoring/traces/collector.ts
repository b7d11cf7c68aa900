// The OpenTelemetry collector: takes traces, adds the region, hands them to Jaeger in batches.
import { ordinaryResources } from "../../charts/resources.ts";
import type { OpenTelemetryCollectorValues } from "../../charts/values/logs-and-traces.ts";
import { restrictedContainer, restrictedPod, spread } from "../../charts/values/pod.ts";

/** The service; workloads send OTLP to its ports 4317 (gRPC) and 4318 (HTTP). */
const name = "trace-collector";

export const collectorValues = (region: string, replicas: number): OpenTelemetryCollectorValues => ({
  mode: "deployment",
  fullnameOverride: name,
  image: { repository: "otel/opentelemetry-collector" },
  command: { name: "otelcol" },
  replicaCount: replicas,
  resources: ordinaryResources,
  podSecurityContext: restrictedPod(10_001),
  securityContext: restrictedContainer,
  podDisruptionBudget: { enabled: replicas > 1, maxUnavailable: 1 },
  topologySpreadConstraints: spread({ "app.kubernetes.io/name": "opentelemetry-collector" }),
  ports: {
    "jaeger-compact": { enabled: false },
    "jaeger-thrift": { enabled: false },
    "jaeger-grpc": { enabled: false },
    zipkin: { enabled: false },
    metrics: { enabled: true },
  },
  serviceMonitor: { enabled: true },
  config: {
    receivers: { jaeger: null, zipkin: null },
    processors: { batch: {}, resource: { attributes: [{ key: "region", value: region, action: "upsert" }] } },
    // Inside the mesh: the nodes' ztunnel encrypts it.
    exporters: { "otlp/jaeger": { endpoint: "jaeger.monitoring.svc:4317", tls: { insecure: true } } },
    service: {
      pipelines: {
        traces: { receivers: ["otlp"], processors: ["memory_limiter", "resource", "batch"], exporters: ["otlp/jaeger"] },
        logs: null,
        metrics: null,
      },
    },
  },
});
