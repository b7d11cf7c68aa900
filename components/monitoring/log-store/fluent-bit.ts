// Fluent Bit on every node: the containers' logs, with what Kubernetes knows of them, to Elasticsearch over TLS.
import type { Resources } from "../../charts/resources.ts";
import type { FluentBitValues } from "../../charts/values/logs-and-traces.ts";
import { accounts, elasticsearchAuthority, elasticsearchHost } from "./elastic.ts";

const authorityFolder = "/elasticsearch-authority";

export const fluentBitValues = (environment: string, region: string, resources: Resources): FluentBitValues => ({
  fullnameOverride: "fluent-bit",
  resources,
  testFramework: { enabled: false },
  // Every node has logs, also those that are kept for load alone.
  tolerations: [{ operator: "Exists" }],
  env: [{ name: "ELASTIC_PASSWORD", valueFrom: { secretKeyRef: { name: accounts["fluent-bit"].secret, key: "password" } } }],
  extraVolumes: [{ name: "authority", secret: { secretName: elasticsearchAuthority } }],
  extraVolumeMounts: [{ name: "authority", mountPath: authorityFolder, readOnly: true }],
  serviceMonitor: { enabled: true },
  securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
  config: {
    inputs: section("INPUT", {
      Name: "tail",
      Path: "/var/log/containers/*.log",
      "multiline.parser": "docker, cri",
      Tag: "kube.*",
      Mem_Buf_Limit: "32MB",
      Skip_Long_Lines: "On",
    }),
    filters: [
      section("FILTER", { Name: "kubernetes", Match: "kube.*", Merge_Log: "On", Keep_Log: "Off", "K8S-Logging.Exclude": "On" }),
      section("FILTER", { Name: "modify", Match: "kube.*", Add: `region ${region}` }),
      section("FILTER", { Name: "modify", Match: "kube.*", Add: `environment ${environment}` }),
    ].join("\n"),
    outputs: section("OUTPUT", {
      Name: "es",
      Match: "kube.*",
      Host: elasticsearchHost,
      Port: "9200",
      HTTP_User: accounts["fluent-bit"].name,
      HTTP_Passwd: "${ELASTIC_PASSWORD}",
      tls: "On",
      "tls.verify": "On",
      "tls.ca_file": `${authorityFolder}/ca.crt`,
      // A data stream takes new documents only.
      Index: `logs-gameday-${region}`,
      Write_Operation: "create",
      Suppress_Type_Name: "On",
      Replace_Dots: "On",
      Retry_Limit: "False",
    }),
  },
});

const section = (name: string, keys: Readonly<Record<string, string>>): string =>
  [`[${name}]`, ...Object.entries(keys).map(([key, value]) => `    ${key} ${value}`), ""].join("\n");
