// Values that are set of the charts for logs and traces: ECK's operator, Fluent Bit, the OpenTelemetry collector, Jaeger.
import type { Resources } from "../resources.ts";
import type { EnvironmentVariable, RestrictedContainer, RestrictedPod, SecretVolume, SpreadConstraint, Toleration, VolumeMount } from "./pod.ts";

export interface EckOperatorValues {
  readonly fullnameOverride: string;
  /** Namespaces whose custom resources the operator looks after. */
  readonly managedNamespaces: readonly string[];
  readonly resources: Resources;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly telemetry: { readonly disabled: boolean };
}

export interface FluentBitValues {
  readonly fullnameOverride: string;
  readonly resources: Resources;
  readonly testFramework: { readonly enabled: false };
  readonly tolerations: readonly Toleration[];
  readonly env: readonly EnvironmentVariable[];
  readonly extraVolumes: readonly SecretVolume[];
  readonly extraVolumeMounts: readonly VolumeMount[];
  readonly serviceMonitor: { readonly enabled: boolean };
  readonly securityContext: { readonly allowPrivilegeEscalation: false; readonly readOnlyRootFilesystem: true };
  /** Fluent Bit's own configuration language. */
  readonly config: { readonly inputs: string; readonly filters: string; readonly outputs: string };
}

export interface OpenTelemetryCollectorValues {
  readonly mode: "deployment";
  readonly fullnameOverride: string;
  readonly image: { readonly repository: string };
  readonly command: { readonly name: string };
  readonly replicaCount: number;
  readonly resources: Resources;
  readonly podSecurityContext: RestrictedPod;
  readonly securityContext: RestrictedContainer;
  readonly podDisruptionBudget: { readonly enabled: boolean; readonly maxUnavailable: number };
  readonly topologySpreadConstraints: readonly SpreadConstraint[];
  readonly ports: Readonly<Record<"jaeger-compact" | "jaeger-thrift" | "jaeger-grpc" | "zipkin" | "metrics", { readonly enabled: boolean }>>;
  readonly serviceMonitor: { readonly enabled: boolean };
  readonly config: {
    /** Null takes away what the chart has by default. */
    readonly receivers: { readonly jaeger: null; readonly zipkin: null };
    readonly processors: { readonly batch: Readonly<Record<string, never>>; readonly resource: ResourceProcessor };
    readonly exporters: { readonly "otlp/jaeger": { readonly endpoint: string; readonly tls: { readonly insecure: boolean } } };
    readonly service: { readonly pipelines: { readonly traces: Pipeline; readonly logs: null; readonly metrics: null } };
  };
}

interface ResourceProcessor {
  readonly attributes: readonly { readonly key: string; readonly value: string; readonly action: "upsert" }[];
}

interface Pipeline {
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
}

export interface JaegerValues {
  readonly fullnameOverride: string;
  readonly jaeger: {
    readonly replicas: number;
    readonly resources: Resources;
    readonly securityContext: RestrictedContainer;
    readonly extraEnv: readonly EnvironmentVariable[];
    readonly extraVolumes: readonly SecretVolume[];
    readonly extraVolumeMounts: readonly VolumeMount[];
  };
  readonly esIndexCleaner: {
    readonly enabled: boolean;
    readonly numberOfDays: number;
    readonly resources: Resources;
    readonly extraEnv: readonly EnvironmentVariable[];
    readonly extraSecretMounts: readonly (VolumeMount & { readonly subPath: string; readonly secretName: string })[];
  };
  readonly storage: { readonly type: "elasticsearch"; readonly elasticsearch: { readonly url: string } };
  /** Jaeger's whole configuration. */
  readonly userconfig: JaegerConfiguration;
}

export interface JaegerConfiguration {
  readonly service: {
    readonly extensions: readonly string[];
    readonly pipelines: { readonly traces: Pipeline };
    readonly telemetry: {
      readonly resource: Readonly<Record<string, string>>;
      readonly metrics: {
        readonly level: "detailed";
        readonly readers: readonly [
          { readonly pull: { readonly exporter: { readonly prometheus: { readonly host: string; readonly port: number } } } },
        ];
      };
    };
  };
  readonly extensions: {
    readonly healthcheckv2: { readonly use_v2: true; readonly http: { readonly endpoint: string } };
    readonly jaeger_query: { readonly storage: { readonly traces: string } };
    readonly jaeger_storage: { readonly backends: Readonly<Record<string, { readonly elasticsearch: JaegerElasticsearch }>> };
  };
  readonly receivers: { readonly otlp: { readonly protocols: Readonly<Record<"grpc" | "http", { readonly endpoint: string }>> } };
  readonly exporters: { readonly jaeger_storage_exporter: { readonly trace_storage: string } };
}

interface JaegerElasticsearch {
  readonly server_urls: readonly string[];
  readonly auth: { readonly basic: { readonly username: string; readonly password: string } };
  readonly tls: { readonly ca_file: string };
}
