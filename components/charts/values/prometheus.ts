// Values that are set of kube-prometheus-stack and of the exporters beside it.
import type { Input } from "@pulumi/pulumi";
import type { Resources } from "../resources.ts";
import type { ClaimSpec, RestrictedContainer, RestrictedPod, SecretKey, SpreadConstraint } from "./pod.ts";

export interface KubePrometheusStackValues {
  readonly fullnameOverride: string;
  readonly cleanPrometheusOperatorObjectNames: boolean;
  readonly commonLabels: Readonly<Record<string, string>>;
  /** Parts of a cluster that a managed control plane hides: no monitors, no rules for them. */
  readonly kubeControllerManager: { readonly enabled: boolean };
  readonly kubeScheduler: { readonly enabled: boolean };
  readonly kubeEtcd: { readonly enabled: boolean };
  readonly kubeProxy: { readonly enabled: boolean };
  readonly alertmanager: {
    readonly alertmanagerSpec: {
      readonly replicas: number;
      readonly retention: string;
      readonly useExistingSecret: true;
      readonly configSecret: string;
      readonly resources: Resources;
      readonly storage: { readonly volumeClaimTemplate: { readonly spec: ClaimSpec } };
      readonly topologySpreadConstraints: readonly SpreadConstraint[];
    };
    readonly podDisruptionBudget: { readonly enabled: boolean };
  };
  readonly grafana: {
    readonly admin: { readonly existingSecret: string; readonly userKey: string; readonly passwordKey: string };
    readonly defaultDashboardsEnabled: boolean;
    /** True: it reads ConfigMaps and Secrets of its own namespace alone. */
    readonly rbac: { readonly namespaced: true };
    readonly persistence: { readonly enabled: false };
    readonly testFramework: { readonly enabled: false };
    readonly resources: Resources;
    readonly sidecar: {
      readonly resources: Resources;
      readonly dashboards: {
        readonly enabled: true;
        readonly searchNamespace: string;
        readonly label: string;
        readonly labelValue: string;
        readonly folderAnnotation: string;
        /** Without it the annotation of a folder has no effect. */
        readonly provider: { readonly foldersFromFilesStructure: true };
      };
    };
    readonly additionalDataSources: readonly GrafanaDataSource[];
    readonly "grafana.ini": {
      readonly analytics: { readonly reporting_enabled: boolean; readonly check_for_updates: boolean };
      readonly users: { readonly allow_sign_up: boolean };
    };
  };
  readonly "kube-state-metrics": { readonly resources: Resources; readonly metricLabelsAllowlist: readonly string[] };
  readonly "prometheus-node-exporter": { readonly resources: Resources };
  readonly prometheusOperator: {
    readonly resources: Resources;
    readonly podLabels: Readonly<Record<string, string>>;
    readonly prometheusConfigReloader: { readonly resources: Resources };
    readonly admissionWebhooks: { readonly patch: { readonly resources: Resources } };
  };
  readonly prometheus: {
    readonly podDisruptionBudget: { readonly enabled: boolean };
    readonly prometheusSpec: {
      readonly replicas: number;
      /** How long samples are kept, such as "15d". */
      readonly retention: string;
      readonly retentionSize: string;
      readonly scrapeInterval: string;
      readonly evaluationInterval: string;
      readonly enableRemoteWriteReceiver: true;
      readonly scrapeNativeHistograms: true;
      readonly scrapeClassicHistograms: true;
      readonly externalLabels: Readonly<Record<string, string>>;
      readonly ruleSelectorNilUsesHelmValues: false;
      readonly serviceMonitorSelectorNilUsesHelmValues: false;
      readonly podMonitorSelectorNilUsesHelmValues: false;
      readonly probeSelectorNilUsesHelmValues: false;
      readonly resources: Resources;
      readonly storageSpec: { readonly volumeClaimTemplate: { readonly spec: ClaimSpec } };
      readonly topologySpreadConstraints: readonly SpreadConstraint[];
    };
  };
}

export interface GrafanaDataSource {
  readonly name: string;
  readonly uid: string;
  readonly type: "jaeger" | "elasticsearch";
  readonly access: "proxy";
  readonly url: string;
}

export interface BlackboxExporterValues {
  readonly fullnameOverride: string;
  readonly replicas: number;
  readonly resources: Resources;
  readonly podSecurityContext: { readonly seccompProfile: { readonly type: "RuntimeDefault" } };
  readonly serviceMonitor: { readonly selfMonitor: { readonly enabled: boolean } };
  readonly config: {
    readonly modules: Readonly<
      Record<
        string,
        {
          readonly prober: "http";
          readonly timeout: string;
          readonly http: {
            readonly valid_status_codes: readonly number[];
            readonly follow_redirects: boolean;
            readonly fail_if_not_ssl: boolean;
            readonly preferred_ip_protocol: "ip4";
          };
        }
      >
    >;
  };
}

export interface PostgresExporterValues {
  readonly fullnameOverride: string;
  readonly resources: Resources;
  readonly serviceMonitor: { readonly enabled: boolean; readonly relabelings: readonly Relabeling[] };

  readonly config: {
    readonly datasource: {
      readonly host: Input<string>;
      readonly port: string;
      readonly user: string;
      readonly database: string;
      readonly sslmode: "disable" | "require";
      readonly passwordSecret: SecretKey;
    };
  };
}

export interface RedisExporterValues {
  readonly fullnameOverride: string;
  readonly redisAddress: Input<string>;
  readonly resources: Resources;
  readonly auth: { readonly enabled: boolean; readonly secret?: SecretKey };
  readonly podSecurityContext: RestrictedPod;
  readonly securityContext: RestrictedContainer;
  readonly serviceMonitor: { readonly enabled: boolean; readonly relabelings: readonly Relabeling[] };
}

/** Sets or drops a label of every sample. */
export interface Relabeling {
  readonly targetLabel?: string;
  readonly sourceLabels?: readonly string[];
  readonly regex?: string;
  readonly replacement?: string;
  readonly action: "replace" | "keep" | "drop";
}
