// Readers of the mesh's charts. Places of values: each chart's values.yaml at the version that components/charts pins.
import type { ChartReader } from "./reader.ts";

const none = { containers: [], mounts: [], lists: [], services: [] } as const;

export const meshCharts = {
  /** Kinds only. */
  base: { ...none, source: "istio/istio 1.30.3, manifests/charts/base/values.yaml" },
  istiod: { ...none, containers: [{ name: "discovery", resources: "resources" }], source: "istio/istio 1.30.3, manifests/charts/istio-control" },
  cni: { ...none, containers: [{ name: "install-cni", resources: "resources" }], source: "istio/istio 1.30.3, manifests/charts/istio-cni" },
  ztunnel: { ...none, containers: [{ name: "istio-proxy", resources: "resources" }], source: "istio/istio 1.30.3, manifests/charts/ztunnel" },
  /** Kinds only. */
  "gateway-crds-helm": { ...none, source: "envoyproxy/gateway 1.8.2, charts/gateway-crds-helm/values.yaml" },
} as const satisfies Readonly<Record<string, ChartReader>>;
