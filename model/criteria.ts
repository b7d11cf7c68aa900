// What a run must meet: one table. A gate judges a row in the phases it names; docs/criteria.md is written from it.
import type { Capability } from "./outputs.ts";
import type { PhaseName } from "./phases.ts";

/** Where a criterion's figure comes from. Shares are 0–1, times are milliseconds unless `unit` says otherwise. */
export type Measure =
  | { readonly from: "load"; readonly figure: "p95" | "error-share" | "availability" | "rate-reached" }
  | { readonly from: "histogram"; readonly metric: string; readonly quantile: number; readonly where?: "inside-primary" | "from-elsewhere" | "same-region" }
  | { readonly from: "share"; readonly metric: string; readonly part: Readonly<Record<string, string>> }
  | { readonly from: "counters"; readonly metric: string; readonly of: string; readonly complement: boolean }
  | { readonly from: "gauge"; readonly metric: string }
  | { readonly from: "probe"; readonly group: string; readonly quantile: number }
  | { readonly from: "probes-up" }
  | { readonly from: "integrity"; readonly figure: "lost" | "doubled" | "unaccounted" }
  | { readonly from: "drill"; readonly figure: "unequal-rows" }
  | { readonly from: "recovery"; readonly figure: "rto" | "rpo" | "detection" | "success-share" }
  | { readonly from: "not-here" };

export interface Criterion {
  readonly id: string;
  readonly area: string;
  readonly title: string;
  readonly measure: Measure;
  readonly comparison: "<" | "<=" | ">" | ">=" | "=";
  readonly limit: number;
  readonly unit: "ms" | "s" | "%" | "count" | "Gbps" | "requests/s" | "times" | "min" | "$/month";
  readonly capability: Capability;
  readonly phases: readonly PhaseName[];
  /** Below this many samples the row fails: a gate without data is no gate. */
  readonly minimumSamples: number;
}

const all = ["baseline", "light", "medium", "heavy", "extreme", "chaos"] as const;
const steady = ["baseline", "light", "medium", "heavy"] as const;
const counted = (metric: string, quantile: number, where?: "inside-primary" | "from-elsewhere" | "same-region"): Measure =>
  where === undefined ? { from: "histogram", metric, quantile } : { from: "histogram", metric, quantile, where };

const table = [
  { id: "round-trip-secondary", area: "network", title: "round trip primary–secondary", measure: { from: "probe", group: "round-trip:secondary", quantile: 0.95 }, comparison: "<", limit: 100, unit: "ms", capability: "inter-region-latency", phases: steady, minimumSamples: 5 },
  { id: "round-trip-tertiary", area: "network", title: "round trip to the tertiary region, as a share of its table value", measure: { from: "probe", group: "round-trip:tertiary", quantile: 0.95 }, comparison: "<", limit: 120, unit: "%", capability: "inter-region-latency", phases: steady, minimumSamples: 5 },
  { id: "bandwidth", area: "network", title: "bandwidth between regions", measure: { from: "not-here" }, comparison: ">", limit: 10, unit: "Gbps", capability: "inter-region-bandwidth", phases: all, minimumSamples: 1 },
  { id: "packet-loss", area: "network", title: "packet loss between regions", measure: { from: "not-here" }, comparison: "<", limit: 0.01, unit: "%", capability: "packet-loss", phases: all, minimumSamples: 1 },
  { id: "encryption", area: "network", title: "traffic that is encrypted", measure: { from: "not-here" }, comparison: "=", limit: 100, unit: "%", capability: "encryption", phases: all, minimumSamples: 1 },
  { id: "postgres-read", area: "Postgres", title: "read, p95", measure: counted("postgres_read_seconds", 0.95, "same-region"), comparison: "<", limit: 10, unit: "ms", capability: "postgres", phases: steady, minimumSamples: 20 },
  { id: "postgres-write", area: "Postgres", title: "write inside the primary's region, p95", measure: counted("postgres_write_seconds", 0.95, "inside-primary"), comparison: "<", limit: 50, unit: "ms", capability: "postgres", phases: steady, minimumSamples: 20 },
  { id: "postgres-remote-write", area: "Postgres", title: "write from another region, p95", measure: counted("postgres_write_seconds", 0.95, "from-elsewhere"), comparison: "<", limit: 500, unit: "ms", capability: "postgres", phases: steady, minimumSamples: 20 },
  { id: "replication-lag", area: "Postgres", title: "replication lag, worst standby", measure: { from: "probe", group: "replication-lag", quantile: 1 }, comparison: "<", limit: 1_000, unit: "ms", capability: "postgres-replication", phases: steady, minimumSamples: 3 },
  { id: "restore", area: "Postgres", title: "rows that differ after a backup is restored", measure: { from: "drill", figure: "unequal-rows" }, comparison: "=", limit: 0, unit: "count", capability: "restore-drill", phases: ["heavy"], minimumSamples: 1 },
  { id: "cache-hits", area: "Redis", title: "cache hit rate", measure: { from: "share", metric: "cache_requests_total", part: { result: "hit" } }, comparison: ">", limit: 80, unit: "%", capability: "cache", phases: steady, minimumSamples: 20 },
  { id: "redis-latency", area: "Redis", title: "latency inside a region, p50", measure: counted("redis_command_seconds", 0.5, "same-region"), comparison: "<", limit: 1, unit: "ms", capability: "redis", phases: steady, minimumSamples: 20 },
  { id: "expert-response", area: "experts", title: "expert response, p95", measure: counted("expert_response_seconds", 0.95), comparison: "<", limit: 2_000, unit: "ms", capability: "experts", phases: steady, minimumSamples: 50 },
  { id: "consensus", area: "experts", title: "consensus, p95", measure: counted("consensus_seconds", 0.95), comparison: "<", limit: 5_000, unit: "ms", capability: "experts", phases: steady, minimumSamples: 50 },
  { id: "expert-availability", area: "experts", title: "questions that enough experts answered", measure: { from: "share", metric: "expert_panels_total", part: { outcome: "quorum" } }, comparison: ">", limit: 99, unit: "%", capability: "experts", phases: [...steady, "chaos"], minimumSamples: 50 },
  { id: "mcp-response", area: "MCP", title: "response, p95", measure: counted("mcp_request_seconds", 0.95), comparison: "<", limit: 1_000, unit: "ms", capability: "mcp", phases: ["baseline", "light", "medium"], minimumSamples: 20 },
  { id: "mcp-overhead", area: "MCP", title: "protocol overhead, as a share of the handling time", measure: { from: "counters", metric: "mcp_tool_seconds_total", of: "mcp_handling_seconds_total", complement: true }, comparison: "<", limit: 5, unit: "%", capability: "mcp", phases: ["baseline", "light", "medium"], minimumSamples: 20 },
  { id: "mcp-utilisation", area: "MCP", title: "slots in use", measure: { from: "gauge", metric: "mcp_utilisation" }, comparison: "<", limit: 70, unit: "%", capability: "mcp", phases: ["baseline", "light", "medium"], minimumSamples: 1 },
  { id: "probes", area: "system", title: "probes that answered", measure: { from: "probes-up" }, comparison: ">", limit: 99, unit: "%", capability: "probes", phases: ["idle"], minimumSamples: 3 },
  { id: "latency", area: "system", title: "requests, p95", measure: { from: "load", figure: "p95" }, comparison: "<", limit: 2_000, unit: "ms", capability: "requests", phases: steady, minimumSamples: 200 },
  { id: "availability", area: "system", title: "availability", measure: { from: "load", figure: "availability" }, comparison: ">", limit: 99.9, unit: "%", capability: "requests", phases: steady, minimumSamples: 100 },
  { id: "errors", area: "system", title: "errors", measure: { from: "load", figure: "error-share" }, comparison: "<", limit: 0.1, unit: "%", capability: "requests", phases: steady, minimumSamples: 100 },
  { id: "full-rate", area: "scale", title: "requests per second reached", measure: { from: "load", figure: "rate-reached" }, comparison: ">", limit: 10_000, unit: "requests/s", capability: "full-scale", phases: ["heavy", "extreme"], minimumSamples: 1 },
  { id: "detection", area: "recovery", title: "a fault is detected", measure: { from: "recovery", figure: "detection" }, comparison: "<", limit: 30, unit: "s", capability: "requests", phases: ["chaos"], minimumSamples: 1 },
  { id: "rto", area: "recovery", title: "recovery time (RTO)", measure: { from: "recovery", figure: "rto" }, comparison: "<", limit: 300, unit: "s", capability: "requests", phases: ["chaos"], minimumSamples: 1 },
  { id: "rpo", area: "recovery", title: "data loss window (RPO)", measure: { from: "recovery", figure: "rpo" }, comparison: "<", limit: 60, unit: "s", capability: "integrity", phases: ["chaos"], minimumSamples: 1 },
  { id: "experiments", area: "recovery", title: "chaos experiments that succeed", measure: { from: "recovery", figure: "success-share" }, comparison: ">", limit: 95, unit: "%", capability: "requests", phases: ["chaos"], minimumSamples: 1 },
  { id: "lost-writes", area: "integrity", title: "accepted writes lost beyond the reported RPO", measure: { from: "integrity", figure: "lost" }, comparison: "=", limit: 0, unit: "count", capability: "integrity", phases: all, minimumSamples: 1 },
  { id: "doubled-writes", area: "integrity", title: "accepted writes stored twice", measure: { from: "integrity", figure: "doubled" }, comparison: "=", limit: 0, unit: "count", capability: "integrity", phases: all, minimumSamples: 1 },
  { id: "queue", area: "integrity", title: "queued messages not accounted for", measure: { from: "integrity", figure: "unaccounted" }, comparison: "=", limit: 0, unit: "count", capability: "queue", phases: all, minimumSamples: 1 },
] as const satisfies readonly Criterion[];

export type CriterionId = (typeof table)[number]["id"];
export const criteria: readonly (Criterion & { readonly id: CriterionId })[] = table;
export const criterionIds = table.map(({ id }) => id);
