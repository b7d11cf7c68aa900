// By chart: the type of its values, which holds just what is set here. What is left out has the chart's own default.
import type { K6OperatorValues, LitmusCoreValues } from "./chaos-and-load.ts";
import type { EckOperatorValues, FluentBitValues, JaegerValues, OpenTelemetryCollectorValues } from "./logs-and-traces.ts";
import type { GatewayCrdsValues, IstioBaseValues, IstioCniValues, IstiodValues, ZtunnelValues } from "./mesh.ts";
import type { BlackboxExporterValues, KubePrometheusStackValues, PostgresExporterValues, RedisExporterValues } from "./prometheus.ts";
import type { KedaValues } from "./scaling.ts";
import type { QdrantValues } from "./vector-store.ts";

export interface ChartValues {
  readonly "kube-prometheus-stack": KubePrometheusStackValues;
  readonly "prometheus-blackbox-exporter": BlackboxExporterValues;
  readonly "prometheus-postgres-exporter": PostgresExporterValues;
  readonly "prometheus-redis-exporter": RedisExporterValues;
  readonly "eck-operator": EckOperatorValues;
  readonly "fluent-bit": FluentBitValues;
  readonly "opentelemetry-collector": OpenTelemetryCollectorValues;
  readonly jaeger: JaegerValues;
  readonly "istio-base": IstioBaseValues;
  readonly istiod: IstiodValues;
  readonly "istio-cni": IstioCniValues;
  readonly ztunnel: ZtunnelValues;
  readonly "gateway-crds": GatewayCrdsValues;
  readonly keda: KedaValues;
  readonly qdrant: QdrantValues;
  readonly "litmus-core": LitmusCoreValues;
  readonly "k6-operator": K6OperatorValues;
}
