// The blackbox exporter: asks an edge from inside the cluster as a client would, certificate included.
import { smallResources } from "../../charts/resources.ts";
import type { BlackboxExporterValues } from "../../charts/values/prometheus.ts";

const name = "blackbox-exporter";

/** Where Prometheus sends what is to be probed. */
export const blackboxUrl = `${name}.monitoring.svc:9115`;

/** An edge must answer 200; over plain HTTP too where the cluster is somebody's own machine. */
export const edgeModule = "edge";

export const blackboxValues = (replicas: number): BlackboxExporterValues => ({
  fullnameOverride: name,
  replicas,
  resources: smallResources,
  podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
  serviceMonitor: { selfMonitor: { enabled: true } },
  config: {
    modules: {
      [edgeModule]: {
        prober: "http",
        timeout: "5s",
        http: { valid_status_codes: [200], follow_redirects: false, fail_if_not_ssl: false, preferred_ip_protocol: "ip4" },
      },
    },
  },
});
