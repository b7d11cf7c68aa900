// The deployment that failed, rebuilt from its report: 23 load balancers, an Alertmanager without its configuration, pods without limits, full quotas.
import { thing } from "./fixture.ts";
import type { Resource } from "../../estate/resource.ts";

const namespace = "aia-system";
const names =
  "direct-frontend-lb immediate-frontend-lb immediate-service production-react-lb react-app-service grafana-mlops-lb prometheus-mlops-lb frontend frontend-fixed api comprehensive-api mlflow mlops-api crypto-service drift-monitor health-monitor multi-agent orchestrator symphony curriculum websocket admin static".split(
    " ",
  );

const service = (name: string, type: string): Resource =>
  thing(
    "kubernetes:core/v1:Service",
    `aia-${name}`,
    {
      metadata: { name: `aia-${name}`, namespace },
      spec: { type, ports: [{ name: "http", port: 80 }], selector: { app: `aia-${name}` } },
    },
    { region: "us-east4" },
  );

const cluster = thing(
  "gcp:container/cluster:Cluster",
  "aia-cluster",
  { location: "us-east4", nodeLocations: ["us-east4-a"] },
  { region: "us-east4" },
);

const deployment = (name: string, container: Record<string, unknown>, volumes: readonly unknown[] = []): Resource =>
  thing(
    "kubernetes:apps/v1:Deployment",
    `aia-${name}`,
    {
      metadata: { name: `aia-${name}`, namespace },
      spec: { template: { spec: { containers: [{ name, ...container }], volumes } } },
    },
    { region: "us-east4" },
  );

const image = (name: string): string => `gcr.io/aia-system-production-2025/${name}:latest`;
const alertmanagerVolume = [{ name: "config", configMap: { name: "alertmanager-mlops-config" } }];

/** As it stood. */
export const seedDeployment: readonly Resource[] = [
  cluster,
  ...names.map((name) => service(name, "LoadBalancer")),
  ...["comprehensive-api", "drift-monitor", "frontend-fixed", "health-monitor", "multi-agent"].map((name) =>
    deployment(name, { image: image(`aia-${name}`) }),
  ),
  deployment("alertmanager", { image: image("alertmanager") }, alertmanagerVolume),
  thing("kubernetes:helm.sh/v3:Release", "aia-mlflow", { chart: "mlflow", name: "mlflow", namespace, values: {} }, { region: "us-east4" }),
];

const digest = `@sha256:${"5".repeat(64)}`;
const probe = { httpGet: { path: "/healthz", port: 8080 } };
const repaired = (name: string): Record<string, unknown> => ({
  image: `gcr.io/aia-system-production-2025/aia-${name}${digest}`,
  livenessProbe: probe,
  readinessProbe: probe,
  resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { cpu: "500m", memory: "512Mi" } },
});
const alert = (name: string, expr: string): unknown => ({ alert: name, expr });

/** With everything mended that the report lists, and what it asks for beside. */
export const repairedDeployment: readonly Resource[] = [
  thing(
    "gcp:container/cluster:Cluster",
    "aia-cluster",
    { location: "us-east4", nodeLocations: ["us-east4-a", "us-east4-b", "us-east4-c"] },
    { region: "us-east4" },
  ),
  thing("gcp:cloudquota/sQuotaPreference:SQuotaPreference", "cpus", { quotaConfig: { preferredValue: "106" } }, { region: "us-east4" }),
  thing("gcp:monitoring/alertPolicy:AlertPolicy", "quota", {
    conditions: [{ conditionPrometheusQueryLanguage: { query: "quota_usage / quota_limit > 0.8" } }],
  }),
  ...names.map((name) => service(name, "ClusterIP")),
  ...["comprehensive-api", "drift-monitor", "frontend-fixed", "health-monitor", "multi-agent"].map((name) => deployment(name, repaired(name))),
  deployment("alertmanager", repaired("alertmanager"), alertmanagerVolume),
  thing(
    "kubernetes:core/v1:ConfigMap",
    "alertmanager-mlops-config",
    { metadata: { name: "alertmanager-mlops-config", namespace }, data: { "alertmanager.yml": "receivers: []" } },
    { region: "us-east4" },
  ),
  thing(
    "kubernetes:helm.sh/v3:Release",
    "prometheus",
    {
      chart: "kube-prometheus-stack",
      namespace,
      values: { alertmanager: { config: { receivers: [{ name: "platform", email_configs: [{ to: "platform@example.com" }] }] } } },
    },
    { region: "us-east4" },
  ),
  thing(
    "kubernetes:monitoring.coreos.com/v1:PrometheusRule",
    "alerts",
    {
      spec: {
        groups: [
          {
            rules: [
              alert("SSLCertificateExpiry", "probe_ssl_earliest_cert_expiry - time() < 86400 * 30"),
              alert("QuotaHeadroomLow", "kube_resourcequota > 0.8"),
            ],
          },
        ],
      },
    },
    { region: "us-east4" },
  ),
];
