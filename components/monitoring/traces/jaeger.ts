// Jaeger with its traces in Elasticsearch, over TLS, as a user of its own; old ones are taken away every night.
import { ordinaryResources, smallResources } from "../../charts/resources.ts";
import type { JaegerValues } from "../../charts/values/logs-and-traces.ts";
import { restrictedContainer, type EnvironmentVariable } from "../../charts/values/pod.ts";
import { accounts, elasticsearchAuthority, elasticsearchHost } from "../log-store/elastic.ts";

const url = `https://${elasticsearchHost}:9200`;
const authority = "/elasticsearch-authority/ca.crt";
const account = accounts.jaeger;

const credentials: readonly EnvironmentVariable[] = [
  { name: "ES_USERNAME", value: account.name },
  { name: "ES_PASSWORD", valueFrom: { secretKeyRef: { name: account.secret, key: "password" } } },
];

export const jaegerValues = (days: number): JaegerValues => ({
  fullnameOverride: "jaeger",
  jaeger: {
    replicas: 1,
    resources: ordinaryResources,
    securityContext: restrictedContainer,
    extraEnv: credentials,
    extraVolumes: [{ name: "authority", secret: { secretName: elasticsearchAuthority } }],
    extraVolumeMounts: [{ name: "authority", mountPath: "/elasticsearch-authority", readOnly: true }],
  },
  esIndexCleaner: {
    enabled: true,
    numberOfDays: days,
    resources: smallResources,
    extraEnv: [...credentials, { name: "ES_TLS_ENABLED", value: "true" }, { name: "ES_TLS_CA", value: authority }],
    extraSecretMounts: [{ name: "authority", mountPath: authority, subPath: "ca.crt", secretName: elasticsearchAuthority, readOnly: true }],
  },
  storage: { type: "elasticsearch", elasticsearch: { url } },
  userconfig: {
    service: {
      extensions: ["jaeger_storage", "jaeger_query", "healthcheckv2"],
      pipelines: { traces: { receivers: ["otlp"], processors: [], exporters: ["jaeger_storage_exporter"] } },
      telemetry: {
        resource: { "service.name": "jaeger" },
        metrics: { level: "detailed", readers: [{ pull: { exporter: { prometheus: { host: "0.0.0.0", port: 8888 } } } }] },
      },
    },
    extensions: {
      healthcheckv2: { use_v2: true, http: { endpoint: "0.0.0.0:13133" } },
      jaeger_query: { storage: { traces: "primary" } },
      jaeger_storage: {
        backends: {
          primary: {
            elasticsearch: {
              server_urls: [url],
              auth: { basic: { username: account.name, password: "${env:ES_PASSWORD}" } },
              tls: { ca_file: authority },
            },
          },
        },
      },
    },
    receivers: { otlp: { protocols: { grpc: { endpoint: "0.0.0.0:4317" }, http: { endpoint: "0.0.0.0:4318" } } } },
    exporters: { jaeger_storage_exporter: { trace_storage: "primary" } },
  },
});
