// What is alarming: the alerts of a cluster, each an expression, how long it must hold, and how bad it is.
import { metricNames } from "../../../model/protocol/metrics.ts";
import type { AlertRule, PrometheusRuleSpec } from "../../charts/values/custom-kinds.ts";

/** Days before a certificate runs out at which somebody is told, and at which somebody is woken. */
const certificateDays = { warning: 30, critical: 7 } as const;

/** Share of a node's CPU or memory in use from which it counts as high. */
const highUtilisation = 0.8;

/** Share of a quota in use from which there is no headroom. */
const quotaShare = 0.8;

/** Questions in five minutes that too few agents answered, from which they count as out of step. */
const shortPanels = 3;

const restarts = "kube_pod_container_status_restarts_total";

const pods: readonly AlertRule[] = [
  {
    alert: "PodCrashLooping",
    // Between two restarts the wait grows to five minutes: the second line sees a container that only waits.
    expr: `sum by (namespace, pod, container) (increase(${restarts}[15m])) > 2
or max by (namespace, pod, container) (max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m])) > 0`,
    for: "2m",
    labels: { severity: "critical" },
    annotations: {
      summary: "{{ $labels.namespace }}/{{ $labels.pod }} keeps crashing",
      description:
        "Container {{ $labels.container }} was started again more than twice in 15 minutes, or waits to be. Look at its last log: kubectl logs --previous.",
    },
  },
];

const nodes: readonly AlertRule[] = [
  {
    alert: "HighResourceUtilization",
    expr: `1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes > ${highUtilisation}`,
    for: "5m",
    labels: { severity: "warning", resource: "memory" },
    annotations: {
      summary: "{{ $labels.instance }} has {{ $value | humanizePercentage }} of its memory in use",
      description: "More than 80 % for five minutes. In the phases Heavy and Extreme this is planned; otherwise add nodes or find who uses it.",
    },
  },
  {
    alert: "HighResourceUtilization",
    expr: `1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) > ${highUtilisation}`,
    for: "5m",
    labels: { severity: "warning", resource: "cpu" },
    annotations: {
      summary: "{{ $labels.instance }} has {{ $value | humanizePercentage }} of its CPU in use",
      description: "More than 80 % for five minutes. In the phases Heavy and Extreme this is planned; otherwise add nodes or find who uses it.",
    },
  },
];

const edges: readonly AlertRule[] = [
  {
    alert: "SSLCertificateExpiry",
    expr: `probe_ssl_earliest_cert_expiry - time() < ${certificateDays.warning} * 86400`,
    for: "1h",
    labels: { severity: "warning" },
    annotations: {
      summary: "The certificate of {{ $labels.instance }} runs out in {{ $value | humanizeDuration }}",
      description: "It should have been renewed by itself by now. Look at the validation records of its DNS zone.",
    },
  },
  {
    alert: "SSLCertificateExpiry",
    expr: `probe_ssl_earliest_cert_expiry - time() < ${certificateDays.critical} * 86400`,
    for: "10m",
    labels: { severity: "critical" },
    annotations: {
      summary: "The certificate of {{ $labels.instance }} runs out in {{ $value | humanizeDuration }}",
      description: "Less than a week is left. Renew it by hand.",
    },
  },
  {
    alert: "EndpointDown",
    expr: "probe_success == 0",
    for: "1m",
    labels: { severity: "critical" },
    annotations: {
      summary: "{{ $labels.instance }} does not answer",
      description: "The region's edge has failed its probe for a minute, as seen from inside the cluster.",
    },
  },
  {
    alert: "EndpointNotProbed",
    // Without samples the alerts above are silent, which looks the same as good health.
    expr: "absent(probe_success)",
    for: "10m",
    labels: { severity: "warning" },
    annotations: {
      summary: "No edge is probed",
      description: "There are no samples of the blackbox exporter: neither an outage nor a certificate that runs out would be seen.",
    },
  },
];

const agents: readonly AlertRule[] = [
  {
    alert: "AgentSynchronizationFailure",
    expr: `sum by (region) (increase(${metricNames.expertPanels}{outcome="short"}[5m])) > ${shortPanels}`,
    for: "1m",
    labels: { severity: "critical" },
    annotations: {
      summary: "Agents of {{ $labels.region }} do not come together",
      description: "In five minutes more than three questions were answered by too few agents for a consensus.",
    },
  },
];

const quotas: readonly AlertRule[] = [
  {
    alert: "QuotaHeadroomLow",
    expr: `max by (namespace, resourcequota, resource) (kube_resourcequota{type="used"})
/ max by (namespace, resourcequota, resource) (kube_resourcequota{type="hard"} > 0)
>= ${quotaShare}`,
    for: "5m",
    labels: { severity: "warning" },
    annotations: {
      summary: "{{ $labels.namespace }} uses {{ $value | humanizePercentage }} of its quota of {{ $labels.resource }}",
      description: "At the whole quota nothing more is started. Raise the quota {{ $labels.resourcequota }}, or ask for less.",
    },
  },
];

export const alertRules: PrometheusRuleSpec = {
  groups: [
    { name: "gameday-pods", rules: pods },
    { name: "gameday-nodes", rules: nodes },
    { name: "gameday-edges", rules: edges },
    { name: "gameday-agents", rules: agents },
    { name: "gameday-quotas", rules: quotas },
  ],
};
