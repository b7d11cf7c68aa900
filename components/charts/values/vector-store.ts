// Values that are set of Qdrant's chart.
import type { Input } from "@pulumi/pulumi";
import type { Resources } from "../resources.ts";
import type { SecretKey, SpreadConstraint } from "./pod.ts";

export interface QdrantValues {
  readonly fullnameOverride: string;
  readonly replicaCount: number;
  readonly resources: Resources;
  readonly image: { readonly useUnprivilegedImage: true };
  readonly livenessProbe: { readonly enabled: true };
  readonly readinessProbe: { readonly enabled: true };
  readonly startupProbe: { readonly enabled: true };
  readonly persistence: { readonly size: string; readonly storageClassName?: string };
  readonly snapshotPersistence: { readonly enabled: true; readonly size: string; readonly storageClassName?: string };
  readonly podDisruptionBudget: { readonly enabled: true; readonly maxUnavailable: number };
  readonly topologySpreadConstraints: readonly SpreadConstraint[];
  readonly metrics: {
    readonly serviceMonitor: {
      readonly enabled: boolean;
      readonly authorization: { readonly type: "Bearer"; readonly credentials: SecretKey };
    };
  };
  /** A secret. */
  readonly apiKey: Input<string>;
  readonly config: {
    readonly cluster: { readonly enabled: true };
    readonly storage: { readonly on_disk_payload: boolean };
    readonly telemetry_disabled: boolean;
  };
}
