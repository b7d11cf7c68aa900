// Prometheus without its chart: what k6's generators send to, and what the controller reads through the API server.
import type { Manifest } from "../cluster.ts";

const namespace = "monitoring";
const labels = { app: "prometheus" };
/** As the chart calls it. */
export const prometheusService = { namespace, service: "monitoring-prometheus", port: 9090 } as const;

export const prometheus = (image: string): Manifest[] => [
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: prometheusService.service, namespace },
    spec: { selector: labels, ports: [{ name: "http-web", port: prometheusService.port }] },
  },
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: prometheusService.service, namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          containers: [
            {
              name: "prometheus",
              image,
              args: [
                "--config.file=/dev/null",
                "--storage.tsdb.path=/prometheus/data",
                "--web.enable-remote-write-receiver",
                "--enable-feature=native-histograms",
                "--query.lookback-delta=15s",
              ],
              ports: [{ name: "http-web", containerPort: prometheusService.port }],
              readinessProbe: { httpGet: { path: "/-/ready", port: "http-web" }, periodSeconds: 2 },
              resources: { requests: { cpu: "10m", memory: "256Mi" }, limits: { memory: "1Gi" } },
              volumeMounts: [{ name: "data", mountPath: "/prometheus" }],
            },
          ],
          securityContext: { fsGroup: 65_534 },
          volumes: [{ name: "data", emptyDir: {} }],
        },
      },
    },
  },
];
