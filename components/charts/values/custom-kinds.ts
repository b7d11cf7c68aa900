// Custom resources that are made here: by "<group>/<version>/<Kind>", the fields of each specification that are used.
import type { Input } from "@pulumi/pulumi";
import type { Resources } from "../resources.ts";
import type { ClaimSpec, LabelSelector } from "./pod.ts";
import type { Relabeling } from "./prometheus.ts";

export interface CustomKinds {
  readonly "monitoring.coreos.com/v1/PrometheusRule": PrometheusRuleSpec;
  readonly "monitoring.coreos.com/v1/PodMonitor": PodMonitorSpec;
  readonly "monitoring.coreos.com/v1/Probe": ProbeSpec;
  readonly "elasticsearch.k8s.elastic.co/v1/Elasticsearch": ElasticsearchSpec;
  readonly "kibana.k8s.elastic.co/v1/Kibana": KibanaSpec;
  readonly "security.istio.io/v1/PeerAuthentication": PeerAuthenticationSpec;
  readonly "security.istio.io/v1/AuthorizationPolicy": AuthorizationPolicySpec;
  readonly "gateway.networking.k8s.io/v1/Gateway": GatewaySpec;
  readonly "keda.sh/v1alpha1/ScaledObject": ScaledObjectSpec;
  readonly "keda.sh/v1alpha1/TriggerAuthentication": TriggerAuthenticationSpec;
}

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long the expression must hold, such as "5m". */
  readonly for: string;
  readonly labels: { readonly severity: "critical" | "warning" | "info" } & Readonly<Record<string, string>>;
  readonly annotations: { readonly summary: string; readonly description: string };
}

export interface PrometheusRuleSpec {
  readonly groups: readonly { readonly name: string; readonly rules: readonly AlertRule[] }[];
}

export interface PodMonitorSpec {
  readonly namespaceSelector: { readonly matchNames: readonly string[] };
  readonly selector: LabelSelector;
  readonly podMetricsEndpoints: readonly {
    readonly port: string;
    readonly path: string;
    readonly interval: string;
    readonly relabelings?: readonly Relabeling[];
  }[];
}

export interface ProbeSpec {
  readonly jobName: string;
  readonly interval: string;
  readonly module: string;
  readonly prober: { readonly url: string };
  readonly targets: { readonly staticConfig: { readonly static: readonly Input<string>[]; readonly labels: Readonly<Record<string, string>> } };
}

export interface ElasticsearchSpec {
  readonly version: string;
  readonly volumeClaimDeletePolicy: "DeleteOnScaledownOnly" | "DeleteOnScaledownAndClusterDeletion";
  readonly auth: {
    readonly fileRealm: readonly { readonly secretName: string }[];
    readonly roles: readonly { readonly secretName: string }[];
  };
  readonly nodeSets: readonly {
    readonly name: string;
    readonly count: number;
    readonly config: Readonly<Record<string, string | boolean | readonly string[]>>;
    readonly podTemplate: ElasticPod;
    readonly volumeClaimTemplates: readonly { readonly metadata: { readonly name: "elasticsearch-data" }; readonly spec: ClaimSpec }[];
  }[];
}

export interface KibanaSpec {
  readonly version: string;
  readonly count: number;
  readonly elasticsearchRef: { readonly name: string };
  readonly podTemplate: ElasticPod;
}

interface ElasticPod {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: { readonly containers: readonly { readonly name: string; readonly resources: Resources }[] };
}

export interface PeerAuthenticationSpec {
  readonly mtls: { readonly mode: "STRICT" | "PERMISSIVE" };
  readonly selector?: LabelSelector;
  readonly portLevelMtls?: Readonly<Record<string, { readonly mode: "STRICT" | "PERMISSIVE" }>>;
}

/** Without rules nothing is allowed. */
export interface AuthorizationPolicySpec {
  readonly action?: "ALLOW" | "DENY";
  readonly selector?: LabelSelector;
  readonly rules?: readonly {
    readonly from?: readonly { readonly source: { readonly namespaces: readonly string[] } | { readonly notPrincipals: readonly ["*"] } }[];
    readonly to?: readonly { readonly operation: { readonly ports: readonly string[] } }[];
  }[];
}

export interface GatewaySpec {
  readonly gatewayClassName: string;
  readonly infrastructure: { readonly annotations: Readonly<Record<string, string>> };
  readonly listeners: readonly {
    readonly name: string;
    readonly port: number;
    readonly protocol: string;
    readonly tls: { readonly mode: "Terminate"; readonly options: Readonly<Record<string, string>> };
  }[];
}

export interface ScaledObjectSpec {
  readonly scaleTargetRef: { readonly apiVersion: "apps/v1"; readonly kind: "Deployment"; readonly name: string };
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
  /** Seconds. */
  readonly pollingInterval: number;
  /** Seconds. */
  readonly cooldownPeriod: number;
  readonly fallback: { readonly failureThreshold: number; readonly replicas: number };
  readonly triggers: readonly {
    readonly type: "redis-streams" | "redis-sentinel-streams";
    readonly metadata: Readonly<Record<string, Input<string>>>;
    readonly authenticationRef?: { readonly name: string };
  }[];
}

export interface TriggerAuthenticationSpec {
  readonly secretTargetRef: readonly { readonly parameter: string; readonly name: string; readonly key: string }[];
}
