// The dashboard "Stress Testing Progress": what the load asks for, what the system gives, how it scales. Metrics named k6_ are sent by k6 itself.
import { metricNames } from "../../../model/protocol/metrics.ts";
import type { Dashboard } from "./dashboard.ts";
import { rateBy, shareBy } from "./expressions.ts";

export const stressProgress: Dashboard = {
  uid: "gameday-stress-progress",
  title: "Stress Testing Progress",
  description:
    "The load of a run as the generators see it, beside what the system does with it. Generators send their samples to Prometheus as native histograms.",
  panels: [
    {
      title: "Requests sent",
      kind: "timeseries",
      unit: "reqps",
      queries: [{ expr: "sum by (scenario) (rate(k6_http_reqs_total[1m]))", legend: "{{scenario}}" }],
    },
    {
      title: "Requests taken",
      kind: "timeseries",
      unit: "reqps",
      queries: [{ expr: rateBy(metricNames.edgeRequests, ["region"]), legend: "{{region}}" }],
    },
    {
      title: "Virtual users",
      kind: "timeseries",
      unit: "short",
      queries: [
        { expr: "sum(k6_vus)", legend: "running" },
        { expr: "sum(k6_vus_max)", legend: "ready" },
      ],
    },
    {
      title: "Latency at the generators",
      kind: "timeseries",
      unit: "s",
      limit: { value: 2 },
      queries: [0.5, 0.95, 0.99].map((quantile) => ({
        expr: `histogram_quantile(${quantile}, sum(rate(k6_http_req_duration_seconds[1m])))`,
        legend: `p${quantile * 100}`,
      })),
    },
    {
      title: "Failed at the generators",
      kind: "timeseries",
      unit: "percentunit",
      limit: { value: 0.001 },
      queries: [{ expr: "avg by (scenario) (k6_http_req_failed_rate)", legend: "{{scenario}}" }],
    },
    {
      title: "Shed",
      kind: "timeseries",
      unit: "percentunit",
      queries: [{ expr: shareBy(metricNames.edgeRequests, ["region"], 'outcome="shed"'), legend: "{{region}}" }],
    },
    {
      title: "Iterations that the generators could not start",
      kind: "timeseries",
      unit: "short",
      limit: { value: 1 },
      queries: [{ expr: "sum by (scenario) (rate(k6_dropped_iterations_total[1m]))", legend: "{{scenario}}" }],
    },
    {
      title: "Replicas",
      kind: "timeseries",
      unit: "short",
      queries: [
        {
          expr: "sum by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_current_replicas)",
          legend: "{{namespace}}/{{horizontalpodautoscaler}}",
        },
        { expr: "sum(kube_horizontalpodautoscaler_status_desired_replicas)", legend: "wanted, all" },
      ],
    },
    {
      title: "Pods that wait for a node",
      kind: "timeseries",
      unit: "short",
      queries: [{ expr: 'sum by (namespace) (kube_pod_status_phase{phase="Pending"})', legend: "{{namespace}}" }],
    },
  ],
};
