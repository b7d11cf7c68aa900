// Kubernetes: releases of charts, and custom resources of the kinds that those bring.
import type { TypeFacts, TypeTable } from "./facts.ts";

/** The provider knows nothing of a custom kind: it makes another object when name or namespace change, and sends everything else to the API server. */
const custom = (definition: string): TypeFacts => ({
  replaces: ["metadata.name", "metadata.namespace"],
  computed: ["metadata.uid", "metadata.resourceVersion", "metadata.creationTimestamp", "metadata.generation"],
  source: `pulumi/pulumi-kubernetes at 9497796 (v4.32.0), provider/pkg/provider/diff.go, forceNewProperties; the kind: ${definition}`,
});

export const kubernetesPlatformTypes = {
  "kubernetes:helm.sh/v3:Release": {
    replaces: ["name", "namespace"],
    computed: ["status", "resourceNames", "manifest"],
    // What the charts' pods claim stays when a release goes: claims of stateful sets are nobody's.
    source:
      'pulumi/pulumi-kubernetes at 9497796 (v4.32.0), provider/pkg/provider/helm_release.go, Diff: forceNewFields ".name", ".namespace"; @pulumi/kubernetes 4.34.2, helm/v3/release.d.ts',
  },
  "kubernetes:monitoring.coreos.com/v1:PrometheusRule": custom("prometheus-operator v0.93.1"),
  "kubernetes:monitoring.coreos.com/v1:PodMonitor": custom("prometheus-operator v0.93.1"),
  "kubernetes:monitoring.coreos.com/v1:Probe": custom("prometheus-operator v0.93.1"),
  // Logs and traces: nobody restores them, so it counts as holding no data.
  "kubernetes:elasticsearch.k8s.elastic.co/v1:Elasticsearch": custom("elastic/cloud-on-k8s v3.5.0"),
  "kubernetes:kibana.k8s.elastic.co/v1:Kibana": custom("elastic/cloud-on-k8s v3.5.0"),
  "kubernetes:security.istio.io/v1:PeerAuthentication": custom("istio/istio 1.30.3, manifests/charts/base"),
  "kubernetes:security.istio.io/v1:AuthorizationPolicy": custom("istio/istio 1.30.3, manifests/charts/base"),
  "kubernetes:gateway.networking.k8s.io/v1:Gateway": custom("kubernetes-sigs/gateway-api, standard channel"),
} as const satisfies TypeTable;
