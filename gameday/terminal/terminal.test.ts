// The terminal's rows fit it, whatever a run brings; without a terminal there are plain lines.
import { PassThrough } from "node:stream";
import fc from "fast-check";
import { createColors } from "picocolors";
import { expect, test } from "vitest";
import type { Entry, Event } from "../../model/events.ts";
import { frame } from "./frame.ts";
import { createLiveView } from "./live-view.ts";
import { absorb, beginView, type ViewState } from "./view-state.ts";
import { clip, flow, widthOf, wrap } from "./wrap.ts";

const startedAt = 1_000_000;
const entry = (seconds: number, event: Event): Entry => ({ sequence: 0, at: startedAt + seconds * 1_000, event });
const sample = { planned: 20, reached: 19.6, p50: 5, p95: 1_250.4, ok: 20, shed: 0, errors: 3, dropped: 0, generatorCpu: 0.1 };
const phases = (["idle", "baseline", "light", "medium", "heavy", "extreme", "chaos"] as const).map((phase) => ({
  phase,
  seconds: 30,
  rate: 20,
  faults: [],
}));
const begun: readonly Entry[] = [
  entry(0, { type: "run-started", journal: 1, run: "r", plan: "default", stack: "local", provenance: {}, notMeasured: [], unsupported: [], phases }),
  entry(1, { type: "guardian-started", pid: 7 }),
  entry(2, { type: "phase-started", phase: "idle", rate: 0, seconds: 8 }),
  entry(10, { type: "gate-evaluated", phase: "idle", passed: true, from: 0, to: 1, results: [] }),
  entry(11, { type: "phase-started", phase: "baseline", rate: 20, seconds: 30 }),
  entry(12, { type: "load-started", phase: "baseline", scenario: "mixed", rate: 20 }),
  entry(13, { type: "load-sampled", phase: "baseline", sample }),
];

function view(...more: readonly Entry[]): ViewState {
  const state = beginView();
  for (const one of [...begun, ...more]) absorb(state, one);
  return state;
}
const at = (seconds: number): number => startedAt + seconds * 1_000;
const plain = createColors(false);

test("the block has title, time left, phases with their gates, load, curves and what is in", () => {
  const rows = frame(view(entry(14, { type: "fault-injected", fault: "slow-edge" })), 100, at(20), plain);
  expect(rows.slice(1)).toEqual([
    "default on local  0:20  phase ends in 22 s",
    "✓ idle  › baseline  · light  · medium  · heavy  · extreme  · chaos",
    "asked    20/s  reached    20/s  p95  1250 ms  failed    3  shed    0",
    `rate ${"█".padStart(40)}  p95 ${"█".padStart(40)}`,
    "↯ slow-edge is in, 6 s",
  ]);
});

test("a fault goes from in to healing to recovering to gone", () => {
  const steps: Entry[] = [
    entry(14, { type: "fault-injected", fault: "a" }),
    entry(20, { type: "fault-healing", fault: "a", by: "controller" }),
    entry(22, { type: "fault-healed", fault: "a", by: "controller", seen: [] }),
    entry(25, { type: "fault-recovered", fault: "a", outageSeconds: 0 }),
  ];
  const last = steps.map((_, index) => frame(view(...steps.slice(0, index + 1)), 80, at(25), plain).at(-1));
  expect(last).toEqual(["↯ a is in, 11 s", "↻ a heals, 5 s", "↻ a recovers, 3 s", "no fault is in; guardian watches"]);
});

test("an abort is said at once, and a load that has ended shows no figures", () => {
  const stopped = { planned: 1, started: 1, dropped: 0, generatorCpu: 0, starved: false, exitCode: 0, detail: "" };
  const state = view(
    entry(14, { type: "abort-requested", by: "person", reason: "SIGINT" }),
    entry(15, { type: "load-stopped", phase: "baseline", ...stopped }),
  );
  const rows = frame(state, 80, at(15), plain);
  expect(rows[1]).toBe("default on local  0:15  ending; every fault is healed first");
  expect(rows).toContain("no load");
  const ending = view(entry(14, { type: "abort-requested", by: "person", reason: "SIGINT" }));
  expect(frame(ending, 100, at(15), plain)[1]).toBe("default on local  0:15  ending; every fault is healed first  not yet load stopped");
});

test("before the run there is no block", () => {
  expect(frame(beginView(), 80, at(0), plain)).toEqual([]);
});

const columns = fc.integer({ min: 20, max: 200 });
const words = fc.string({ unit: fc.constantFrom("a", "b", "c", "d", "/", " ", " ", "\n"), maxLength: 300 });

test("no row of the block is wider than the terminal, in colour too", () => {
  fc.assert(
    fc.property(columns, fc.array(fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 60 }), { maxLength: 6 }), (width, ids) => {
      const state = view(...ids.map((fault) => entry(14, { type: "fault-injected", fault })));
      const rows = frame(state, width, at(30), createColors(true));
      expect(Math.max(...rows.map(widthOf))).toBeLessThanOrEqual(width);
    }),
  );
});

test("wrapped text keeps every word in its order and never passes the edge", () => {
  fc.assert(
    fc.property(columns, fc.integer({ min: 0, max: 12 }), words, (width, indent, text) => {
      const lines = wrap(text, width, indent);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      expect(lines.join("").replaceAll(/\s/g, "")).toBe(text.replaceAll(/\s/g, ""));
    }),
  );
});

test("what goes on in the next line begins below its text", () => {
  expect(wrap("        gate FAILED: 7 criteria held", 24, 8)).toEqual(["        gate FAILED: 7", "        criteria held"]);
  expect(wrap("one two three\n   four five six", 13, 2)).toEqual(["one two three", "     four", "     five six"]);
});

test("items flow into as many rows as they need, and one that is too wide is cut with an ellipsis", () => {
  expect(flow(["aaaa", "bbbb", "cccc"], 10)).toEqual(["aaaa  bbbb", "cccc"]);
  expect(flow(["a".repeat(30), "b"], 10)).toEqual([`${"a".repeat(9)}…`, "b"]);
  expect(clip("\u001b[1mabcdefgh\u001b[22m", 4)).toBe("\u001b[1mabc…\u001b[22m");
});

function printed(entries: readonly Entry[]): string {
  const stream = new PassThrough();
  const live = createLiveView(stream, { isTTY: false, colour: false });
  for (const one of entries) live.entry(one);
  live.end("/runs/r/report.html");
  const text: unknown = stream.read();
  return String(text);
}

test("without a terminal: plain lines, a heartbeat each five seconds, no control codes, where the report is", () => {
  const beats = Array.from({ length: 12 }, (_, index) => entry(14 + index, { type: "load-sampled", phase: "baseline", sample }));
  const lines = printed([...begun, ...beats])
    .trimEnd()
    .split("\n");
  expect(lines).toEqual([
    "  0:00  run r: plan default on local",
    "  0:02  ── idle: no load for 8 s",
    "  0:10     gate passed: 0 criteria held",
    "  0:11  ── baseline: 20 requests/s for 30 s",
    "  0:13     asked 20/s, reached 20/s, p95 1250 ms, failed 3, shed 0",
    "  0:18     asked 20/s, reached 20/s, p95 1250 ms, failed 3, shed 0",
    "  0:23     asked 20/s, reached 20/s, p95 1250 ms, failed 3, shed 0",
    "report: file:///runs/r/report.html",
  ]);
});

test("a run that was ended early says when it stopped, beside its verdict", () => {
  const stopped = { planned: 1, started: 1, dropped: 0, generatorCpu: 0, starved: false, exitCode: 0, detail: "" };
  const text = printed([
    ...begun,
    entry(14, { type: "abort-requested", by: "person", reason: "SIGINT" }),
    entry(15.3, { type: "load-stopped", phase: "baseline", ...stopped }),
    entry(16, { type: "run-finished", verdict: "aborted", findings: [] }),
  ]);
  expect(text).toContain("  0:16  ended early: decided, load stopped +1.3 s\n  0:16  verdict: aborted\n");
});

test("at its end each probe that flaked is told with its rate, and no outage that a fault explains", () => {
  const sampled = (seconds: number, probe: string, up: boolean): Entry =>
    entry(seconds, { type: "probe-sampled", probe, up, value: null, detail: "" });
  const run = [
    ...[14, 19].map((seconds) => sampled(seconds, "cache", seconds === 19)),
    ...[14, 19].map((seconds) => sampled(seconds, "entry", true)),
    entry(20, { type: "fault-injecting", fault: "a" }),
    sampled(21, "entry", false),
  ];
  const end = entry(25, { type: "run-finished", verdict: "passed", findings: [] });
  expect(printed([...begun, ...run, end])).toContain("  0:25  2 probes, flake rate of cache 50.0 %\n");
  // The cache is down for one of three readings without a fault, and goes on to be while one is in.
  const longer = [
    ...[13, 14].map((seconds) => sampled(seconds, "cache", true)),
    sampled(19, "cache", false),
    run[4],
    ...[21, 22, 23].map((seconds) => sampled(seconds, "cache", false)),
  ];
  expect(printed([...begun, ...longer.filter((one) => one !== undefined), end])).toContain("1 probe, flake rate of cache 33.3 %\n");
  expect(printed([...begun, ...run.slice(2), end])).toContain("  0:25  1 probe, none flaked\n");
});

test("what a target answers cannot move the cursor", () => {
  const seen = [{ label: "the edge\u001b[2Janswers", held: false, detail: "\u0007\r\u009b1A" }];
  const text = printed([...begun.slice(0, 1), entry(20, { type: "fault-not-recovered", fault: "a", seen })]);
  expect(text).toContain("a: NOT RECOVERED: the edge[2Janswers (1A)");
  expect(text.replaceAll("\n", "")).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
});
