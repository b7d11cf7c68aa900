// The dashboards: each fits Grafana's grid, asks for metrics that exist, in PromQL that promtool understands.
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { metricNames } from "../../../model/protocol/metrics.ts";
import { judge } from "../testing/prometheus-tools.ts";
import { grafanaModel, renderDashboard } from "./dashboard.ts";
import { dashboards } from "./dashboards.ts";

const expressions = dashboards.flatMap(({ panels }) => panels.flatMap(({ queries }) => queries.map(({ expr }) => expr)));

test("there are the five, with addresses of their own", () => {
  expect(dashboards.map(({ title }) => title)).toEqual([
    "System Overview",
    "Stress Testing Progress",
    "Circle of Experts Performance",
    "MCP Server Monitoring",
    "Alerting & Incidents",
  ]);
  expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(5);
  for (const { uid } of dashboards) expect(uid.length).toBeLessThanOrEqual(40);
});

test.for(dashboards)("$title: no two panels overlap, none leaves the grid, each has its data source", (dashboard) => {
  const taken = new Set<string>();
  for (const { gridPos, targets, datasource } of grafanaModel(dashboard).panels) {
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    for (let column = gridPos.x; column < gridPos.x + gridPos.w; column += 1) {
      const cell = `${column}/${gridPos.y}`;
      expect(taken.has(cell), cell).toBe(false);
      taken.add(cell);
    }
    expect([datasource, ...targets.map((target) => target.datasource)]).toEqual([datasource, ...targets.map(() => datasource)]);
    expect(targets.length).toBeGreaterThan(0);
  }
  expect(JSON.parse(renderDashboard(dashboard))).toMatchObject({ uid: dashboard.uid, schemaVersion: 39 });
});

test("every metric that the workloads publish is shown somewhere", () => {
  for (const metric of Object.values(metricNames))
    expect(
      expressions.some((expression) => expression.includes(metric)),
      metric,
    ).toBe(true);
});

test("nothing is asked that nobody publishes", () => {
  const published = [
    ...Object.values(metricNames),
    "probe_success",
    "probe_ssl_earliest_cert_expiry",
    "pg_replication_lag_seconds",
    "ALERTS",
    "k6_http_reqs_total",
    "k6_http_req_duration_seconds",
    "k6_http_req_failed_rate",
    "k6_vus",
    "k6_vus_max",
    "k6_dropped_iterations_total",
    "node_cpu_seconds_total",
    "node_memory_MemAvailable_bytes",
    "node_memory_MemTotal_bytes",
    "kube_horizontalpodautoscaler_status_current_replicas",
    "kube_horizontalpodautoscaler_status_desired_replicas",
    "kube_pod_status_phase",
    "kube_deployment_status_replicas_ready",
    "kube_resourcequota",
    "kube_pod_container_status_restarts_total",
    "alertmanager_notifications_total",
    "alertmanager_notifications_failed_total",
  ];
  const asked = expressions.flatMap((expression) =>
    [...expression.matchAll(/\b([A-Za-z_][A-Za-z0-9_]*)(?=\{|\[| [-/>] |\)$)/g)].map(([, name]) => name ?? ""),
  );
  const known = (name: string): boolean => published.some((metric) => name === metric || name === `${metric}_bucket` || name === `${metric}_count`);
  const words = new Set(["by", "and"]);
  expect(asked.filter((name) => !known(name) && !words.has(name) && name.includes("_"))).toEqual([]);
  expect(asked.length).toBeGreaterThan(30);
});

test("every expression is understood", async () => {
  const rules = expressions.map((expression, index) => ({ record: `panel:${index}`, expr: expression.replaceAll("$region", "us-east-1|eu-west-1") }));
  const { ok, said } = await judge("promtool", ["check", "rules", "rules.yaml"], {
    "rules.yaml": stringify({ groups: [{ name: "panels", rules }] }),
  });
  expect(said).toContain(`SUCCESS: ${expressions.length} rules found`);
  expect(ok).toBe(true);
});
