// Fixtures of the rules of workloads.
import type { Resource } from "../../estate/resource.ts";
import { thing, type Fixture } from "./fixture.ts";

const digest = `registry.example.com/api@sha256:${"a".repeat(64)}`;
const probe = { httpGet: { path: "/healthz", port: 8080 } };
const container = {
  name: "api",
  image: digest,
  resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { cpu: "500m", memory: "512Mi" } },
  livenessProbe: probe,
  readinessProbe: probe,
  env: [{ name: "MODE", valueFrom: { configMapKeyRef: { name: "settings", key: "mode" } } }],
};
const at = "spec.template.spec.containers[0]";
const deployment = thing("kubernetes:apps/v1:Deployment", "api", {
  metadata: { name: "api", namespace: "gameday" },
  spec: {
    template: {
      spec: { containers: [container], volumes: [{ name: "keys", secret: { secretName: "keys", items: [{ key: "api-key", path: "api-key" }] } }] },
    },
  },
});
const release = (name: string, chart: string, values: unknown): Resource =>
  thing("kubernetes:helm.sh/v3:Release", name, { name, chart, namespace: "gameday", values });
const service = (index: number): Resource =>
  thing("kubernetes:core/v1:Service", `door-${index}`, {
    metadata: { name: `door-${index}`, namespace: "gameday" },
    spec: { type: index < 4 ? "LoadBalancer" : "ClusterIP" },
  });

export const workloadFixtures: readonly Fixture[] = [
  {
    rule: "container-resources",
    resources: [
      release("scaler", "keda", { resources: { operator: container.resources, metricServer: container.resources, webhooks: container.resources } }),
    ],
    broken: [
      { of: "scaler", path: "values.resources.operator.limits.memory", to: undefined, says: "container keda-operator has no limits of memory" },
      { of: "scaler", path: "values.resources.operator.requests.cpu", to: undefined, says: "no requests of cpu" },
      { of: "scaler", path: "values.resources.webhooks", to: undefined, says: "keda-admission-webhooks" },
    ],
    unknown: [["scaler", "values.resources.operator.limits"]],
  },
  {
    rule: "container-probes",
    resources: [deployment],
    broken: [
      { of: "api", path: `${at}.readinessProbe`, to: undefined, says: "container api has no readinessProbe" },
      { of: "api", path: `${at}.livenessProbe`, to: undefined, says: "no livenessProbe" },
    ],
    unknown: [["api", `${at}.livenessProbe`]],
  },
  {
    rule: "image-pinned",
    resources: [deployment],
    broken: [
      { of: "api", path: `${at}.image`, to: "registry.example.com/api:latest", says: "whatever latest is that day" },
      { of: "api", path: `${at}.image`, to: "registry.example.com/api", says: "whatever latest is that day" },
      { of: "api", path: `${at}.image`, to: "registry.example.com:5000/api:1.4.2", says: "the tag 1.4.2 can be moved" },
      { of: "api", path: `${at}.image`, to: "registry.example.com/api@sha256:abc", says: "runs registry.example.com/api@sha256:abc" },
    ],
    unknown: [["api", `${at}.image`]],
  },
  {
    rule: "public-load-balancers",
    resources: [0, 1, 2, 3, 4].map(service),
    broken: [{ of: "door-4", path: "spec.type", to: "LoadBalancer", says: "5 public load balancers, more than 4" }],
    unknown: [["door-4", "spec.type"]],
  },
  {
    rule: "mounted-objects",
    resources: [
      deployment,
      thing("kubernetes:core/v1:ConfigMap", "settings", { metadata: { name: "settings", namespace: "gameday" }, data: { mode: "quiet" } }),
      thing("kubernetes:core/v1:Secret", "keys", { metadata: { name: "keys", namespace: "gameday" }, stringData: { "api-key": "[secret]" } }),
    ],
    broken: [
      { of: "settings", path: "metadata.name", to: "setting", says: "mounts the ConfigMap settings, which is nowhere in the namespace gameday" },
      { of: "settings", path: "metadata.namespace", to: "elsewhere", says: "mounts the ConfigMap settings" },
      { of: "settings", path: "data.mode", to: undefined, says: "asks for the key mode of the ConfigMap settings" },
      { of: "keys", path: "metadata.name", to: "key", says: "mounts the Secret keys" },
      { of: "keys", path: `stringData["api-key"]`, to: undefined, says: "asks for the key api-key of the Secret keys" },
    ],
    unknown: [
      ["api", "spec.template.spec.volumes[0].secret.secretName"],
      ["api", "spec.template.spec.volumes[0].secret"],
      ["api", "spec.template.spec.volumes[0]"],
      ["api", "spec.template.spec.volumes"],
      ["api", "spec.template.spec.imagePullSecrets"],
      ["api", `${at}.env`],
      ["api", `${at}.env[0].valueFrom.configMapKeyRef`],
      ["api", `${at}.envFrom`],
      ["keys", "stringData"],
      ["keys", "metadata.name"],
    ],
  },
  {
    rule: "alertmanager-configured",
    resources: [
      release("prometheus", "kube-prometheus-stack", {
        alertmanager: { enabled: true, alertmanagerSpec: { configSecret: "alertmanager-configuration" } },
      }),
    ],
    broken: [
      { of: "prometheus", path: "values.alertmanager.alertmanagerSpec.configSecret", to: undefined, says: "alerts reach nobody" },
      { of: "prometheus", path: "values.alertmanager.enabled", to: false, says: "switched off" },
      { of: "prometheus", path: "chart", to: "prometheus", says: "has no Alertmanager that this stack configures" },
    ],
    unknown: [["prometheus", "values.alertmanager.alertmanagerSpec.configSecret"]],
  },
  {
    rule: "alertmanager-configured",
    tier: "chaos",
    resources: [
      release("prometheus", "kube-prometheus-stack", {
        alertmanager: { config: { receivers: [{ name: "null" }, { name: "platform", email_configs: [{ to: "platform@example.com" }] }] } },
      }),
    ],
    broken: [
      { of: "prometheus", path: "values.alertmanager.config.receivers", to: [{ name: "null" }], says: "no receiver that tells anybody" },
      { of: "prometheus", path: "values.alertmanager.config.receivers[1].email_configs", to: [], says: "no receiver that tells anybody" },
      { of: "prometheus", path: "values.alertmanager.config.receivers", to: [], says: "no receiver that tells anybody" },
      { of: "prometheus", path: "values.alertmanager.config", to: undefined, says: "Alertmanager has no configuration" },
    ],
    unknown: [
      ["prometheus", "values.alertmanager.config.receivers"],
      ["prometheus", "values.alertmanager.config.receivers[1]"],
      ["prometheus", "values.alertmanager.config.receivers[1].email_configs"],
    ],
  },
  {
    rule: "chart-visible",
    resources: [release("scaler", "keda", {})],
    broken: [{ of: "scaler", path: "chart", to: "redis-ha", says: "the chart redis-ha is not visible" }],
    unknown: [["scaler", "chart"]],
  },
];
