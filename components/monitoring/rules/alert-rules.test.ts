// The alerts, judged by promtool: every expression parses, and each alert fires when it should and not before.
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { judge } from "../testing/prometheus-tools.ts";
import { alertRules } from "./alert-rules.ts";

const rules = stringify(alertRules);

interface Case {
  readonly what: string;
  readonly alert: string;
  /** Samples of one minute each, in promtool's notation. */
  readonly series: Readonly<Record<string, string>>;
  readonly at: string;
  /** Labels of the alerts that fire then. */
  readonly fires: readonly Readonly<Record<string, string>>[];
}

const restarts = 'kube_pod_container_status_restarts_total{namespace="proving-ground", pod="edge-1", container="edge", uid="u"}';
const waiting = 'kube_pod_container_status_waiting_reason{namespace="proving-ground", pod="edge-1", container="edge", reason="CrashLoopBackOff"}';
const crashing = { alertname: "PodCrashLooping", severity: "critical", namespace: "proving-ground", pod: "edge-1", container: "edge" };
const memory = { free: 'node_memory_MemAvailable_bytes{instance="node-1"}', all: 'node_memory_MemTotal_bytes{instance="node-1"}' };
const certificate = 'probe_ssl_earliest_cert_expiry{instance="https://edge/readyz", region="us-east-1"}';
const expiring = { alertname: "SSLCertificateExpiry", instance: "https://edge/readyz", region: "us-east-1" };
const short = 'expert_panels_total{region="us-east-1", outcome="short", instance="a"}';
const quota = (type: string): string => `kube_resourcequota{namespace="load", resourcequota="load", resource="pods", type="${type}", instance="ksm"}`;
const days = 86_400;

const cases: readonly Case[] = [
  {
    what: "a container that starts again every five minutes",
    alert: "PodCrashLooping",
    series: { [restarts]: "0+0x9 1+0x4 2+0x4 3+0x4 4+0x4 5+0x4" },
    at: "28m",
    fires: [crashing],
  },
  { what: "a single restart", alert: "PodCrashLooping", series: { [restarts]: "0+0x9 1+0x20" }, at: "15m", fires: [] },
  { what: "a container that waits to be started again", alert: "PodCrashLooping", series: { [waiting]: "0x4 1+0x10" }, at: "8m", fires: [crashing] },
  { what: "a container that waits for another reason", alert: "PodCrashLooping", series: { [waiting]: "0+0x20" }, at: "8m", fires: [] },
  {
    what: "81 % of the memory in use, for five minutes",
    alert: "HighResourceUtilization",
    series: { [memory.free]: "19+0x20", [memory.all]: "100+0x20" },
    at: "6m",
    fires: [{ alertname: "HighResourceUtilization", severity: "warning", resource: "memory", instance: "node-1" }],
  },
  {
    what: "81 % of the memory in use, for four minutes",
    alert: "HighResourceUtilization",
    series: { [memory.free]: "19+0x20", [memory.all]: "100+0x20" },
    at: "4m",
    fires: [],
  },
  {
    what: "79 % of the memory in use",
    alert: "HighResourceUtilization",
    series: { [memory.free]: "21+0x20", [memory.all]: "100+0x20" },
    at: "15m",
    fires: [],
  },
  {
    what: "a CPU that idles 10 % of the time",
    alert: "HighResourceUtilization",
    series: { 'node_cpu_seconds_total{instance="node-1", cpu="0", mode="idle"}': "0+6x30" },
    at: "20m",
    fires: [{ alertname: "HighResourceUtilization", severity: "warning", resource: "cpu", instance: "node-1" }],
  },
  {
    what: "a CPU that idles 30 % of the time",
    alert: "HighResourceUtilization",
    series: { 'node_cpu_seconds_total{instance="node-1", cpu="0", mode="idle"}': "0+18x30" },
    at: "20m",
    fires: [],
  },
  {
    what: "a certificate for another 29 days",
    alert: "SSLCertificateExpiry",
    series: { [certificate]: `${29 * days}+0x180` },
    at: "61m",
    fires: [{ ...expiring, severity: "warning" }],
  },
  { what: "a certificate for another 31 days", alert: "SSLCertificateExpiry", series: { [certificate]: `${31 * days}+0x180` }, at: "61m", fires: [] },
  {
    what: "a certificate for another 6 days",
    alert: "SSLCertificateExpiry",
    series: { [certificate]: `${6 * days}+0x180` },
    at: "61m",
    fires: [
      { ...expiring, severity: "critical" },
      { ...expiring, severity: "warning" },
    ],
  },
  {
    what: "ten questions in five minutes with too few agents",
    alert: "AgentSynchronizationFailure",
    series: { [short]: "0+2x20" },
    at: "10m",
    fires: [{ alertname: "AgentSynchronizationFailure", severity: "critical", region: "us-east-1" }],
  },
  {
    what: "two in five minutes, and many long ago",
    alert: "AgentSynchronizationFailure",
    series: { [short]: "100+0x10 100+0x4 102+0x10" },
    at: "18m",
    fires: [],
  },
  {
    what: "80 % of a quota",
    alert: "QuotaHeadroomLow",
    series: { [quota("used")]: "8+0x20", [quota("hard")]: "10+0x20" },
    at: "6m",
    fires: [{ alertname: "QuotaHeadroomLow", severity: "warning", namespace: "load", resourcequota: "load", resource: "pods" }],
  },
  { what: "79 % of a quota", alert: "QuotaHeadroomLow", series: { [quota("used")]: "79+0x20", [quota("hard")]: "100+0x20" }, at: "15m", fires: [] },
  { what: "a quota of nothing", alert: "QuotaHeadroomLow", series: { [quota("used")]: "0+0x20", [quota("hard")]: "0+0x20" }, at: "15m", fires: [] },
  {
    what: "an edge that fails its probe",
    alert: "EndpointDown",
    series: { 'probe_success{instance="https://edge/readyz", region="us-east-1"}': "1+0x5 0+0x5" },
    at: "8m",
    fires: [{ alertname: "EndpointDown", severity: "critical", instance: "https://edge/readyz", region: "us-east-1" }],
  },
  { what: "no probe at all", alert: "EndpointNotProbed", series: {}, at: "11m", fires: [{ alertname: "EndpointNotProbed", severity: "warning" }] },
];

test("every expression and every text of an alert is understood", async () => {
  const { ok, said } = await judge("promtool", ["check", "rules", "rules.yaml"], { "rules.yaml": rules });
  expect(said).toContain(`SUCCESS: ${alertRules.groups.flatMap((group) => group.rules).length} rules found`);
  expect(ok).toBe(true);
});

test("an expression that is not PromQL is refused", async () => {
  const broken = rules.replace("absent(probe_success)", "absent(probe_success");
  expect(await judge("promtool", ["check", "rules", "rules.yaml"], { "rules.yaml": broken })).toMatchObject({ ok: false });
});

// promtool wants the texts of an alert too: they are compared as they are without them.
const bare = stringify({
  groups: alertRules.groups.map(({ name, rules: all }) => ({ name, rules: all.map(({ annotations: _, ...rule }) => rule) })),
});

const testFile = ({ alert, series, at, fires }: Case): string =>
  stringify({
    rule_files: ["rules.yaml"],
    evaluation_interval: "1m",
    tests: [
      {
        interval: "1m",
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: fires.map(({ alertname: _, ...labels }) => ({ exp_labels: labels })) }],
      },
    ],
  });

test.for(cases)("$alert: $what", async (row) => {
  const { ok, said } = await judge("promtool", ["test", "rules", "test.yaml"], { "rules.yaml": bare, "test.yaml": testFile(row) });
  expect(said).toContain("SUCCESS");
  expect(ok).toBe(true);
});

test("every alert is tried with something that fires it and, but for those on absence, with something that does not", () => {
  for (const alert of new Set(alertRules.groups.flatMap((group) => group.rules.map((rule) => rule.alert)))) {
    const tried = cases.filter((row) => row.alert === alert).map(({ fires }) => fires.length > 0);
    expect(tried, alert).toContain(true);
    if (!alert.startsWith("Endpoint")) expect(tried, alert).toContain(false);
  }
});
