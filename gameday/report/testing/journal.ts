// A small journal for the report's tests: two phases, two faults, a region lost; typed by the vocabulary itself.
import type { CriterionResult, Entry, Event } from "../../../model/events.ts";
import type { FaultScript } from "../../../model/fault/fault-script.ts";
import { expectationSchema } from "../../../model/fault/observation.ts";
import type { Finding, Verdict } from "../../../model/verdict.ts";

export const startedAt = Date.UTC(2026, 0, 2, 3, 4, 5);

export type Timed = readonly [seconds: number, event: Event];

/** In the order of their seconds, numbered. */
export const journalOf = (events: readonly Timed[]): Entry[] =>
  events.toSorted(([a], [b]) => a - b).map(([seconds, event], sequence) => ({ sequence, at: startedAt + seconds * 1_000, event }));

export interface GameDay {
  readonly plan?: string;
  readonly stack?: string;
  readonly hypothesis?: string;
  /** Null: the controller died before its end. */
  readonly end?: { readonly verdict: Verdict; readonly findings: readonly Finding[] } | null;
  readonly chaosResults?: readonly CriterionResult[];
  readonly more?: readonly Timed[];
}

export function gameDay({
  plan = "quick",
  stack = "local",
  hypothesis = "a standby is promoted",
  end,
  chaosResults,
  more = [],
}: GameDay = {}): Entry[] {
  return journalOf([
    [
      0,
      {
        type: "run-started",
        journal: 1,
        run: "20260102-030405-quick",
        plan,
        stack,
        provenance: { commit: "0123456789ab", seed: 7, startedBy: "someone@somewhere" },
        notMeasured: ["encryption"],
        unsupported: [{ fault: "disk-full", reason: "the stack offers no disk" }],
        phases: [
          { phase: "baseline", seconds: 10, rate: 20, instances: 15, faults: [] },
          { phase: "chaos", seconds: 30, rate: 20, faults: ["slow-edge", "region-lost", "disk-full"] },
        ],
      },
    ],
    [1, { type: "guardian-started", pid: 4242 }],
    ...phase("baseline", 2, 10, baselineResults),
    ...phase("chaos", 14, 30, chaosResults ?? goodChaosResults),
    ...fault("slow-edge", "network-latency", "a slow hop fails nothing", [16, 16.2, 16.5, 18, 18.1, 18.4], 0),
    ...fault("region-lost", "region-loss", hypothesis, [20, 20.5, 20.8, 30, 35, 36], 4.2),
    ...probes,
    ...more,
    ...(end === null ? [] : [finished(end?.verdict ?? "passed", end?.findings ?? [])]),
  ]);
}

export const result = (criterion: CriterionResult["criterion"], value: number | null, limit: number, samples: number): CriterionResult => ({
  criterion,
  status: "passed",
  value,
  limit,
  samples,
});

const finished = (verdict: Verdict, findings: readonly Finding[]): Timed => [47, { type: "run-finished", verdict, findings: [...findings] }];

const baselineResults: readonly CriterionResult[] = [
  result("latency", 333.4, 2_000, 277),
  result("errors", 0, 0.1, 277),
  { criterion: "encryption", status: "not measured here", value: null, limit: 100, samples: 0 },
];

const goodChaosResults: readonly CriterionResult[] = [result("rto", 4.2, 300, 2), result("rpo", 0, 60, 2), result("detection", 0.8, 30, 2)];

function phase(name: "baseline" | "chaos", from: number, seconds: number, results: readonly CriterionResult[]): Timed[] {
  const end = from + 0.5 + seconds;
  const samples = Array.from({ length: seconds }, (_, index): Timed => {
    // The second in which the region is away.
    const away = name === "chaos" && index === 8;
    const sample = { planned: 20, reached: 20, p50: 5, p95: away ? 2_746 : 300, ok: away ? 8 : 20, shed: away ? 2 : 0, errors: away ? 10 : 0 };
    return [from + 1.5 + index, { type: "load-sampled", phase: name, sample: { ...sample, dropped: 0, generatorCpu: 0.1 } }];
  });
  const stopped = { planned: seconds * 20, started: seconds * 20, dropped: 0, generatorCpu: 0.1, starved: false, exitCode: 0, detail: "" };
  return [
    [from, { type: "phase-started", phase: name, rate: 20, seconds }],
    [from + 0.3, { type: "stack-scaled", phase: name, instances: 17, seconds: 0.1, decision: "immediate: 15 asked for, 17 ready" }],
    [from + 0.5, { type: "load-started", phase: name, scenario: "mixed", rate: 20 }],
    ...samples,
    [end + 0.6, { type: "load-stopped", phase: name, ...stopped }],
    [
      end + 0.7,
      { type: "integrity-checked", phase: name, accepted: seconds * 10, lost: 0, lostBeyondRpo: 0, doubled: 0, unaccounted: 0, detail: "" },
    ],
    [end + 0.8, { type: "machine-observed", phase: name, cores: 2, others: 0.25 }],
    [
      end + 0.9,
      {
        type: "gate-evaluated",
        phase: name,
        passed: results.every(({ status }) => status !== "failed"),
        from: startedAt + from * 1_000,
        to: startedAt + end * 1_000,
        results: [...results],
      },
    ],
    [end + 1, { type: "phase-finished", phase: name }],
  ];
}

type Moments = readonly [injected: number, effect: number, detected: number, healing: number, healed: number, recovered: number];

function fault(
  id: string,
  kind: string,
  hypothesis: string,
  [injected, effect, detected, healing, healed, recovered]: Moments,
  outageSeconds: number,
): Timed[] {
  const seen = [{ label: "the edge answers", held: true, detail: "200 after 3 ms" }];
  const expectation = expectationSchema.parse({ label: "the edge answers", observe: { kind: "tcp", host: "127.0.0.1", port: 1 } });
  const script: FaultScript = {
    engine: "process",
    targets: ["us-east-1", "us-east-1/edge"],
    region: "us-east-1",
    inject: [],
    undo: [],
    effect: [expectation],
    healed: [expectation],
  };
  return [
    [injected - 0.2, { type: "fault-planned", fault: id, kind, hypothesis, phase: "chaos" }],
    [injected - 0.15, { type: "fault-undo-recorded", fault: id, kind, script }],
    [injected - 0.1, { type: "fault-injecting", fault: id }],
    [injected, { type: "fault-injected", fault: id }],
    [effect, { type: "fault-effect-seen", fault: id, seen }],
    [detected, { type: "fault-detected", fault: id, by: "edge probe" }],
    [healing, { type: "fault-healing", fault: id, by: "controller" }],
    [healed, { type: "fault-healed", fault: id, by: "controller", seen }],
    [recovered, { type: "fault-recovered", fault: id, outageSeconds }],
  ];
}

const reading = (seconds: number, probe: string, up: boolean): Timed => [
  seconds,
  { type: "probe-sampled", probe, up, value: up ? 3 : null, detail: up ? "" : "connection refused" },
];

/** The entry goes down with the region; the cache goes down once, with nothing to blame. */
const probes: readonly Timed[] = [
  ...[1, 6, 11, 16].map((at) => reading(at, "entry", true)),
  reading(21, "entry", false),
  reading(24, "entry", true),
  ...[29, 34, 39, 44].map((at) => reading(at, "entry", true)),
  reading(1, "cache", true),
  reading(8, "cache", false),
  reading(9.5, "cache", true),
  ...[15, 25, 40].map((at) => reading(at, "cache", true)),
];
