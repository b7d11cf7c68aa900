// What the library's probes ask Prometheus, judged by Prometheus' own tools: right in health, in sickness and in silence; and that a shell lets it through.
import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { experimentLibrary } from "../chaos/litmus/library.ts";
import { judge } from "../components/monitoring/testing/prometheus-tools.ts";
import { metricNames } from "../model/protocol/metrics.ts";

const looks = { edge: "http://edge.shop.svc:8080", prometheus: "http://prometheus:9090", namespace: "shop", label: "app=shop" };

const asked = experimentLibrary.flatMap((row) =>
  row.probes(looks).flatMap((probe) => {
    if (probe.type !== "promProbe") return [];
    const { query = "", comparator } = probe["promProbe/inputs"];
    return [{ name: `${row.name}: ${probe.name}`, query, holds: `(${query}) ${comparator.criteria} ${comparator.value}` }];
  }),
);

type Series = Readonly<Record<string, string>>;
const steps = 20;
const grows = (by: number): string => `0+${by}x${steps}`;
const stays = (at: number): string => `${at}x${steps}`;

const counters = (of: Readonly<Record<string, readonly [label: string, growth: number][]>>): Series =>
  Object.fromEntries(
    Object.entries(of).flatMap(([metric, rows]) => rows.map(([label, by]) => [`${metric}{namespace="shop", ${label}, instance="one"}`, grows(by)])),
  );

/** All answers below half a millisecond, or all of them some ten seconds. */
const times = (quick: boolean): Series =>
  Object.fromEntries(
    Object.values(metricNames)
      .filter((metric) => metric.endsWith("_seconds"))
      .flatMap((metric) =>
        [["0.0005", quick ? 10 : 0] as const, ["100", 10] as const, ["+Inf", 10] as const].map(([bound, by]) => [
          `${metric}_bucket{namespace="shop", le="${bound}", instance="one"}`,
          grows(by),
        ]),
      ),
  );

const { edgeRequests, followUps, consultations, expertPanels, cacheRequests, mcpUtilisation } = metricNames;
const counted = (nodes: number, containers: number, utilisation: number, restarts: number): Series => ({
  ...Object.fromEntries(
    [...Array(nodes).keys()].map((node) => [`kube_node_status_condition{node="n${node}", condition="Ready", status="true"}`, stays(1)]),
  ),
  'kube_pod_container_status_ready{namespace="shop", pod="edge"}': stays(containers),
  'kube_pod_container_status_restarts_total{namespace="shop", pod="worker"}': grows(restarts),
  [`${mcpUtilisation}{namespace="shop", instance="one"}`]: stays(utilisation),
});

const health: Series = {
  ...times(true),
  ...counted(3, 25, 0.4, 1),
  ...counters({
    [edgeRequests]: [['outcome="ok"', 100]],
    [followUps]: [['outcome="done"', 10]],
    [consultations]: [['outcome="consensus"', 10]],
    [expertPanels]: [['outcome="quorum"', 10]],
    [cacheRequests]: [['result="hit"', 10]],
  }),
};
/** Work stands still, or ends badly. What counts restarts sees none. */
const sickness: Series = {
  ...times(false),
  ...counted(2, 5, 0.95, 0),
  ...counters({
    [edgeRequests]: [
      ['outcome="ok"', 0],
      ['outcome="error"', 50],
    ],
    [followUps]: [
      ['outcome="done"', 0],
      ['outcome="dead"', 5],
    ],
    [consultations]: [
      ['outcome="consensus"', 0],
      ['outcome="failed"', 5],
    ],
    [expertPanels]: [['outcome="short"', 5]],
    [cacheRequests]: [['result="miss"', 5]],
  }),
};

const one = [{ labels: "{}", value: 1 }];

async function judged(series: Series, expressions: readonly (readonly [expression: string, samples: readonly object[]])[]): Promise<string> {
  const file = stringify({
    rule_files: [],
    evaluation_interval: "15s",
    tests: [
      {
        interval: "15s",
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: expressions.map(([expr, samples]) => ({ expr, eval_time: "4m", exp_samples: samples })),
      },
    ],
  });
  return (await judge("promtool", ["test", "rules", "test.yaml"], { "test.yaml": file })).said;
}

test("in health each probe holds, by one sample and no more", async () => {
  expect(asked.length).toBeGreaterThan(40);
  expect(
    await judged(
      health,
      asked.flatMap(({ query, holds }) => [[`count(${query})`, one] as const, [`count(${holds})`, one] as const]),
    ),
  ).toMatch(/SUCCESS/);
});

test("in sickness none holds, though each has its sample", async () => {
  const rows = asked.flatMap(({ query, holds }) => [[`count(${query})`, one] as const, [`count(${holds})`, []] as const]);
  expect(await judged(sickness, rows)).toMatch(/SUCCESS/);
});

test("in silence none has a sample: Litmus fails a probe without one", async () => {
  expect(
    await judged(
      {},
      asked.map(({ query }) => [`count(${query})`, []] as const),
    ),
  ).toMatch(/SUCCESS/);
});

test("a query that is wrong is told", async () => {
  expect(await judged(health, [["count(sum(", []]])).toMatch(/parse error/);
});

test.for(asked)("$name: comes through the shell as it is", ({ query }) => {
  // As pkg/probe/promProbe.go of litmus-go writes it: promql --host ENDPOINT "QUERY" --output csv.
  expect(execFileSync("/bin/sh", ["-c", `printf %s "${query}"`], { encoding: "utf8" })).toBe(query);
});

const commands = experimentLibrary.flatMap((row) =>
  row.probes(looks).flatMap((probe) => (probe.type === "cmdProbe" ? [[row.name, probe["cmdProbe/inputs"].command] as const] : [])),
);

test.for(commands)("%s: its command is one that a shell understands", ([, command]) => {
  expect(() => execFileSync("/bin/sh", ["-n", "-c", command])).not.toThrow();
});
