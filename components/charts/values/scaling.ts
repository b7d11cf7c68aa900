// Values that are set of KEDA's chart.
import type { Resources } from "../resources.ts";

export interface KedaValues {
  readonly clusterName: string;
  readonly operator: { readonly replicaCount: number };
  readonly metricsServer: { readonly replicaCount: number };
  readonly webhooks: { readonly replicaCount: number };
  readonly podDisruptionBudget: Readonly<Record<"operator" | "metricServer" | "webhooks", { readonly maxUnavailable: number }>>;
  readonly podLabels: Readonly<Record<"metricsAdapter" | "webhooks", Readonly<Record<string, string>>>>;
  readonly resources: Readonly<Record<"operator" | "metricServer" | "webhooks", Resources>>;
}
