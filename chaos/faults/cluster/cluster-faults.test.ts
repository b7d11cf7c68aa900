// What the faults of a plan come down to on a cluster: which experiment, at whom, told what; and why some are left out.
import { describe, expect, test } from "vitest";
import { changed, cluster, enginesOf, reasonOf, scriptOf } from "../../testing/cluster-faults.ts";
import { exampleClusterOutputs as stack } from "../../testing/example-cluster-outputs.ts";

const whole = { namespace: "us-east-1", kind: "pods", cluster };
const handler = {
  id: "us-east-1/query-handler",
  labels: { "app.kubernetes.io/component": "query-handler", "app.kubernetes.io/name": "query-handler" },
};

test("a killed process is one blow at one pod, seen by its being another pod", () => {
  const script = scriptOf({ kind: "process-kill", target: { service: "query-handler" } });
  expect(enginesOf(script)).toMatchObject([
    {
      experiment: "pod-delete",
      at: { appns: "us-east-1", applabel: "app.kubernetes.io/component=query-handler", appkind: "deployment" },
      told: { TOTAL_CHAOS_DURATION: "10", CHAOS_INTERVAL: "10", FORCE: "true", PODS_AFFECTED_PERC: "0" },
    },
  ]);
  expect(script).toMatchObject({
    engine: "litmus",
    targets: [handler.id],
    region: "us-east-1",
    effect: [{ observe: { ...whole, labels: handler.labels, count: "replaced" }, changed: true, atLeast: 1 }],
    healed: [
      { observe: { ...whole, labels: handler.labels, count: "ready" }, is: true },
      { observe: { kind: "chaos-leftovers", cluster, namespace: "litmus", target: "us-east-1" }, is: true },
    ],
  });
});

test("as many workloads are hit as processes would be, in the order of the outputs", () => {
  expect(scriptOf({ kind: "process-kill", target: { service: "edge", count: 2 } })).toMatchObject({ targets: ["us-east-1/edge", "eu-west-1/edge"] });
  expect(scriptOf({ kind: "process-kill", target: { service: "edge", count: 2 } })).not.toHaveProperty("region");
  expect(scriptOf({ kind: "process-kill", target: { region: "eu-west-1", service: "orchestrator" } }).targets).toEqual(["eu-west-1/orchestrator"]);
});

test("engines are found by run and fault, and no two runs, faults or workloads share a name", () => {
  const kill = { kind: "process-kill", target: { service: "edge", count: 2 } };
  const [first, second] = enginesOf(scriptOf(kill));
  expect(first?.labels).toMatchObject({ "gameday/run": "20261128-120000-0a1b", "gameday/fault": "fault" });
  const names = [
    first,
    second,
    ...enginesOf(scriptOf(kill, stack, { folder: "/runs/other" })),
    ...enginesOf(scriptOf(kill, stack, { id: "fault-2" })),
  ].map((engine) => engine?.name);
  expect(new Set(names).size).toBe(6);
  for (const name of names) expect(name).toMatch(/^[a-z0-9][a-z0-9-]{0,48}[a-z0-9]$/);
  const long = "a".repeat(29) + "-" + "b".repeat(60);
  const [odd] = enginesOf(
    scriptOf(kill, stack, { id: long, folder: "/runs/-Ünlike any label that there ever was, and longer than sixty-three characters-" }),
  );
  expect(odd?.name).toMatch(/^[a-z0-9][a-z0-9-]{0,48}[a-z0-9]$/);
  for (const value of Object.values(odd?.labels ?? {})) expect(value).toMatch(/^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/);
  // The same fault of the same run is the same engine, whoever renders it.
  expect(enginesOf(scriptOf(kill))).toEqual([first, second]);
});

describe("links", () => {
  const link = { service: "query-handler", to: "eu-west-1" };
  const at = { appns: "eu-west-1", appkind: "deployment" };

  test("late answers: all that the called workload's pods send, seen where its answers are timed", () => {
    const script = scriptOf({ kind: "network-latency", link, latency: "300ms" });
    expect(enginesOf(script)).toMatchObject([
      { experiment: "pod-network-latency", at, told: { NETWORK_LATENCY: "300", JITTER: "0", PODS_AFFECTED_PERC: "100" } },
    ]);
    expect(script.effect).toMatchObject([
      { observe: { url: "http://127.0.0.1:30082/v1/ready/query-handler", timeout: 2.3 }, changed: true, atLeast: 240 },
      { observe: { url: "http://127.0.0.1:30082/readyz", timeout: 2.3 }, changed: true, atLeast: 240 },
    ]);
    expect(scriptOf({ kind: "network-jitter", link, latency: "300ms", jitter: "100ms" }).effect[0]).toMatchObject({
      atLeast: 160,
      observe: { timeout: 2.4 },
    });
  });

  test("a narrow link, in tc's units", () => {
    expect(enginesOf(scriptOf({ kind: "bandwidth-limit", link, kilobytesPerSecond: 4 }))).toMatchObject([
      { experiment: "pod-network-rate-limit", at, told: { NETWORK_BANDWIDTH: "32kbit" } },
    ]);
  });

  test("a stalled link loses all packets, a cut one resets requests at the workload's port", () => {
    const stall = scriptOf({ kind: "network-stall", link });
    expect(enginesOf(stall)).toMatchObject([{ experiment: "pod-network-loss", at, told: { NETWORK_PACKET_LOSS_PERCENTAGE: "100" } }]);
    expect(stall.effect.map(({ is }) => is)).toEqual([false, false, false]);
    // The kubelet's own questions get no answer either.
    expect(stall.effect[2]).toMatchObject({ observe: { kind: "pods", namespace: "eu-west-1", count: "ready" } });
    expect(enginesOf(scriptOf({ kind: "connection-reset", link }))).toMatchObject([
      { experiment: "pod-http-reset-peer", at, told: { TARGET_SERVICE_PORT: "8080", RESET_TIMEOUT: "0", TOXICITY: "100" } },
    ]);
    expect(
      reasonOf(
        { kind: "connection-reset", link },
        changed(() => ({ port: undefined })),
      ),
    ).toMatch(/publishes no port of HTTP/);
  });

  test("start where somebody calls, or at the entry, which nobody but clients calls", () => {
    expect(scriptOf({ kind: "network-stall", link: { from: "entry" } }).targets).toEqual(["us-east-1/edge"]);
    expect(scriptOf({ kind: "network-stall", link: { from: "eu-west-1", service: "experts", to: "eu-west-1", count: 2 } }).targets).toEqual([
      "eu-west-1/experts-claude",
      "eu-west-1/experts-gemini",
    ]);
    expect(reasonOf({ kind: "network-stall", link: { from: "nowhere" } })).toMatch(/asks for 1 with from nowhere, 0 match/);
  });
});

test("a dependency fails in one region, with all of its workloads there", () => {
  const script = scriptOf({ kind: "dependency-errors", dependency: "experts", region: "eu-west-1", share: 0.5 });
  expect(script.targets).toEqual(["eu-west-1/experts-claude", "eu-west-1/experts-gemini"]);
  expect(enginesOf(script)[0]).toMatchObject({
    experiment: "pod-http-status-code",
    told: { STATUS_CODE: "500", TOXICITY: "50", TARGET_SERVICE_PORT: "8080" },
  });
  expect(reasonOf({ kind: "dependency-errors", dependency: "payments", share: 1 })).toMatch(
    /service payments, 0 match; the stack has us-east-1\/edge/,
  );
});

test("CPU, memory and disk are taken from the first workload that follows the load, within its limits", () => {
  expect(enginesOf(scriptOf({ kind: "cpu-hog", cores: 1.5, load: 0.6 }))).toMatchObject([
    { experiment: "pod-cpu-hog", at: { appns: "us-east-1", applabel: "app.kubernetes.io/component=edge" }, told: { CPU_CORES: "2", CPU_LOAD: "45" } },
  ]);
  expect(enginesOf(scriptOf({ kind: "memory-hog", megabytes: 128 }))).toMatchObject([
    { experiment: "pod-memory-hog", told: { MEMORY_CONSUMPTION: "128" } },
  ]);
  expect(enginesOf(scriptOf({ kind: "disk-fill" }))).toMatchObject([{ experiment: "disk-fill", told: { FILL_PERCENTAGE: "110" } }]);
  expect(reasonOf({ kind: "disk-fill", disk: "scratch" })).toMatch(/no disk scratch/);
  expect(
    scriptOf(
      { kind: "cpu-hog", cores: 1, load: 1 },
      changed(() => ({ scaled: false })),
    ).targets,
  ).toEqual(["us-east-1/edge"]);
});

describe("is left out", () => {
  test("where the selector takes nothing, or everything", () => {
    expect(reasonOf({ kind: "process-kill", target: { service: "payments" } })).toMatch(/service payments, 0 match/);
    expect(reasonOf({ kind: "process-kill", target: { count: 21 } })).toMatch(
      /takes all 21 workloads of the stack: blast radius would be everything/,
    );
    const [first] = stack.workloads;
    const single = { ...stack, workloads: first === undefined ? [] : [first] };
    expect(scriptOf({ kind: "process-kill" }, single).targets).toEqual(["us-east-1/edge"]);
  });

  test("where no one label tells the workload's pods from others", () => {
    const alike = changed(() => ({ labels: { tier: "all" } }));
    expect(reasonOf({ kind: "process-kill" }, alike)).toMatch(/no single label tells the pods of us-east-1\/edge from those of others in us-east-1/);
    const second = changed(({ labels, name }) => ({ labels: { tier: "all", ...labels, name } }));
    expect(enginesOf(scriptOf({ kind: "process-kill", target: { id: "us-east-1/experts-gemini" } }, second))).toMatchObject([
      { at: { applabel: "app.kubernetes.io/name=experts-gemini" } },
    ]);
  });

  test("where nobody looks, where its cluster is unknown, and where no pod can be frozen", () => {
    const blind = { ...stack, probes: [], services: [] };
    expect(reasonOf({ kind: "network-latency", latency: 1 }, blind)).toMatch(/nothing that the stack publishes looks at/);
    expect(
      reasonOf(
        { kind: "process-kill" },
        changed(() => ({ cluster: "elsewhere" })),
      ),
    ).toMatch(/cluster elsewhere, which the stack does not publish/);
    expect(
      reasonOf(
        { kind: "region-loss" },
        changed(() => ({ cluster: "elsewhere" })),
      ),
    ).toMatch(/cluster elsewhere/);
    expect(reasonOf({ kind: "process-freeze" })).toMatch(/nothing freezes a process inside a pod/);
  });
});
