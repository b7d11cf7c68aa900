// The dashboard "Alerting & Incidents": what fires, since when, what was told to whom, and what is close to firing.
import type { Dashboard } from "./dashboard.ts";

export const alerting: Dashboard = {
  uid: "gameday-alerting",
  title: "Alerting & Incidents",
  description: "Alerts that fire or are about to, their history, the mail that they caused, certificates and quotas.",
  panels: [
    {
      title: "Firing by severity",
      kind: "stat",
      unit: "short",
      limit: { value: 1 },
      queries: [{ expr: 'count by (severity) (ALERTS{alertstate="firing", alertname!~"Watchdog|InfoInhibitor"})', legend: "{{severity}}" }],
    },
    {
      title: "Firing over time",
      kind: "timeseries",
      unit: "short",
      queries: [{ expr: 'count by (alertname) (ALERTS{alertstate="firing", alertname!~"Watchdog|InfoInhibitor"})', legend: "{{alertname}}" }],
    },
    {
      title: "Mail sent and failed",
      kind: "timeseries",
      unit: "short",
      queries: [
        { expr: 'sum(increase(alertmanager_notifications_total{integration="email"}[5m]))', legend: "tried" },
        { expr: 'sum(increase(alertmanager_notifications_failed_total{integration="email"}[5m]))', legend: "failed" },
      ],
    },
    {
      title: "Alerts now",
      kind: "table",
      unit: "short",
      width: 24,
      queries: [{ expr: 'ALERTS{alertname!~"Watchdog|InfoInhibitor"}', legend: "" }],
    },
    {
      title: "Until a certificate runs out",
      kind: "stat",
      unit: "dtdurations",
      limit: { value: 30 * 86_400, below: true },
      queries: [{ expr: "min by (instance) (probe_ssl_earliest_cert_expiry - time())", legend: "{{instance}}" }],
    },
    {
      title: "Quotas in use",
      kind: "timeseries",
      unit: "percentunit",
      limit: { value: 0.8 },
      queries: [
        {
          expr: 'max by (namespace, resource) (kube_resourcequota{type="used"}) / max by (namespace, resource) (kube_resourcequota{type="hard"} > 0)',
          legend: "{{namespace}} {{resource}}",
        },
      ],
    },
    {
      title: "Restarts in the last 15 minutes",
      kind: "timeseries",
      unit: "short",
      limit: { value: 2 },
      queries: [{ expr: "sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total[15m])) > 0", legend: "{{namespace}}/{{pod}}" }],
    },
  ],
};
