// The dashboard "System Overview": is the system well, region by region, and which part is not.
import { metricNames } from "../../../model/protocol/metrics.ts";
import type { Dashboard } from "./dashboard.ts";
import { quantileBy, rateBy, shareBy } from "./expressions.ts";

const byRegion = ["region"] as const;

export const systemOverview: Dashboard = {
  uid: "gameday-system-overview",
  title: "System Overview",
  description: "Requests, errors, latency, data stores and nodes, region by region, with the limits that a run is judged by.",
  panels: [
    {
      title: "Requests",
      kind: "timeseries",
      unit: "reqps",
      queries: [{ expr: rateBy(metricNames.edgeRequests, ["region", "outcome"]), legend: "{{region}} {{outcome}}" }],
    },
    {
      title: "Availability",
      kind: "timeseries",
      unit: "percentunit",
      limit: { value: 0.999, below: true },
      queries: [{ expr: shareBy(metricNames.edgeRequests, byRegion, 'outcome="ok"'), legend: "{{region}}" }],
    },
    {
      title: "Consultation, 95th percentile",
      kind: "timeseries",
      unit: "s",
      limit: { value: 2 },
      queries: [{ expr: quantileBy(0.95, metricNames.consultationSeconds, byRegion), legend: "{{region}}" }],
    },
    {
      title: "Edges that answer",
      kind: "stat",
      unit: "short",
      limit: { value: 1, below: true },
      queries: [{ expr: 'min by (region) (probe_success{region=~"$region"})', legend: "{{region}}" }],
    },
    {
      title: "Postgres reads, 95th percentile",
      kind: "timeseries",
      unit: "s",
      limit: { value: 0.01 },
      queries: [{ expr: quantileBy(0.95, metricNames.postgresReadSeconds, ["region", "target"]), legend: "{{region}} → {{target}}" }],
    },
    {
      title: "Postgres writes, 95th percentile",
      kind: "timeseries",
      unit: "s",
      limit: { value: 0.05 },
      queries: [{ expr: quantileBy(0.95, metricNames.postgresWriteSeconds, ["region", "target"]), legend: "{{region}} → {{target}}" }],
    },
    {
      title: "Redis commands, median",
      kind: "timeseries",
      unit: "s",
      limit: { value: 0.001 },
      queries: [{ expr: quantileBy(0.5, metricNames.redisCommandSeconds, ["region", "target"]), legend: "{{region}} → {{target}}" }],
    },
    {
      title: "Cache hits",
      kind: "timeseries",
      unit: "percentunit",
      limit: { value: 0.8, below: true },
      queries: [{ expr: shareBy(metricNames.cacheRequests, byRegion, 'result="hit"'), legend: "{{region}}" }],
    },
    {
      title: "Follow-ups from the queue",
      kind: "timeseries",
      unit: "short",
      queries: [{ expr: rateBy(metricNames.followUps, ["region", "outcome"]), legend: "{{region}} {{outcome}}" }],
    },
    {
      title: "CPU of the nodes in use",
      kind: "timeseries",
      unit: "percentunit",
      limit: { value: 0.8 },
      queries: [{ expr: '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))', legend: "{{instance}}" }],
    },
    {
      title: "Memory of the nodes in use",
      kind: "timeseries",
      unit: "percentunit",
      limit: { value: 0.8 },
      queries: [{ expr: "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes", legend: "{{instance}}" }],
    },
    {
      title: "Replication lag of Postgres",
      kind: "timeseries",
      unit: "s",
      limit: { value: 1 },
      queries: [{ expr: 'max by (region) (pg_replication_lag_seconds{region=~"$region"})', legend: "{{region}}" }],
    },
  ],
};
