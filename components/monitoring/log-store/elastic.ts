// Elasticsearch: its version, its address, and who may do what in it.
import { stringify } from "yaml";

/** The version that the operator's own samples use: elastic/cloud-on-k8s, tag v3.5.0, config/samples. */
export const elasticVersion = "9.4.3";

export const elasticsearchName = "logs";

/** The service and the certificate authority's secret that the operator makes for it. */
export const elasticsearchHost = `${elasticsearchName}-es-http.monitoring.svc`;
export const elasticsearchAuthority = `${elasticsearchName}-es-http-certs-public`;

export type AccountName = "fluent-bit" | "jaeger";

/** Nobody but a person in need uses the superuser `elastic`. */
export const accounts = {
  "fluent-bit": { name: "fluent-bit", secret: "elasticsearch-fluent-bit", role: "ships-logs" },
  jaeger: { name: "jaeger", secret: "elasticsearch-jaeger", role: "keeps-traces" },
} as const satisfies Record<AccountName, { readonly name: AccountName; readonly secret: string; readonly role: string }>;

export const elasticRoles = stringify({
  "ships-logs": { cluster: ["monitor"], indices: [{ names: ["logs-*"], privileges: ["auto_configure", "create_doc"] }] },
  "keeps-traces": { cluster: ["monitor", "manage_index_templates"], indices: [{ names: ["*jaeger-*"], privileges: ["all"] }] },
});
