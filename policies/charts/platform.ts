// Readers of the platform's charts: scaling, load balancing, nodes, vectors, faults and load.
import type { ChartReader } from "./reader.ts";

const none = { containers: [], mounts: [], lists: [], services: [] } as const;

export const platformCharts = {
  keda: {
    ...none,
    containers: [
      { name: "keda-operator", resources: "resources.operator" },
      { name: "keda-metrics-apiserver", resources: "resources.metricServer" },
      { name: "keda-admission-webhooks", resources: "resources.webhooks" },
    ],
    source: "kedacore/charts 2.20.2, keda/values.yaml",
  },
  "aws-load-balancer-controller": {
    ...none,
    containers: [{ name: "aws-load-balancer-controller", resources: "resources" }],
    source: "aws/eks-charts, stable/aws-load-balancer-controller/values.yaml",
  },
  karpenter: {
    ...none,
    containers: [{ name: "controller", resources: "controller.resources" }],
    source: "aws/karpenter-provider-aws, charts/karpenter/values.yaml",
  },
  /** Kinds only. */
  "karpenter-crd": { ...none, source: "aws/karpenter-provider-aws, charts/karpenter-crd/values.yaml" },
  qdrant: {
    ...none,
    containers: [{ name: "qdrant", resources: "resources" }],
    services: ["service.type"],
    source: "qdrant/qdrant-helm 1.19.0, charts/qdrant/values.yaml",
  },
  "litmus-core": {
    ...none,
    containers: [
      { name: "chaos-operator", resources: "resources" },
      { name: "chaos-exporter", resources: "exporter.resources", when: "exporter.enabled" },
    ],
    source: "litmuschaos/litmus-helm litmus-core-3.28.1, charts/litmus-core/values.yaml",
  },
  "k6-operator": {
    ...none,
    containers: [{ name: "manager", resources: "manager.resources" }],
    source: "grafana/k6-operator v1.6.0, charts/k6-operator/values.yaml",
  },
} as const satisfies Readonly<Record<string, ChartReader>>;
