// Runs that never were: reports whose figures vary from one to the next as those of a real machine do, with a change where the test asks for one.
import { criteria } from "../../../model/criteria.ts";
import type { PhaseName } from "../../../model/phases.ts";
import type { Report } from "../../report/report-schema.ts";
import { mulberry } from "../permutation.ts";

export interface Made {
  readonly run: string;
  readonly seed: number;
  /** Standard deviation of logarithms, run to run: 0.1 is about 10 %. */
  readonly noise: number;
  /** Factor on latencies of one phase. */
  readonly slower?: { readonly phase: PhaseName; readonly by: number };
  /** One in so many runs is an outlier three times as slow. */
  readonly outliers?: number;
  /** One in so many runs never recovers from its fault `killed`; 1: none does. */
  readonly unrecovered?: number;
  readonly commit?: string;
}

/** 2026-01-01 UTC, in ms. */
const firstStart = Date.UTC(2026, 0, 1);

const usual = { ms: 120, s: 4, "%": 0.2, count: 0, Gbps: 1, "requests/s": 40, times: 1, min: 1, "$/month": 1 } as const;

export function makeReport({ run, seed, noise, slower, outliers, unrecovered, commit = "0123456789ab" }: Made): Report {
  const random = mulberry(seed);
  const startedAt = firstStart + seed * 600_000;
  const injectedAt = startedAt + 60_000;
  const bell = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  // What a run has in common: the machine was busier, or was not.
  const shared = 0.5 * noise * bell() + (outliers !== undefined && random() < 1 / outliers ? Math.log(3) : 0);
  const vary = (value: number): number => value * Math.exp(shared + noise * bell());
  const phases = (["baseline", "light", "medium", "heavy", "chaos"] as const).map((name): Report["phases"][number] => ({
    name,
    asked: 40,
    planned: 40,
    plannedMean: 40,
    seconds: 14,
    reached: 40 * Math.exp(-Math.abs(0.01 * bell())),
    p95: null,
    p95Peak: null,
    instances: 12,
    ok: 560,
    shed: 0,
    errors: 0,
    gate: "passed",
    criteria: criteria
      .filter((row) => row.phases.some((phase) => phase === name))
      .map(({ id, unit, comparison, limit }) => ({
        criterion: id,
        status: "passed",
        value: comparison.startsWith(">")
          ? unit === "%"
            ? 100 - vary(0.05)
            : vary(usual[unit])
          : vary(usual[unit]) * (unit === "ms" && slower?.phase === name ? slower.by : 1),
        limit,
        samples: 500,
      })),
  }));
  const never = unrecovered !== undefined && random() < 1 / unrecovered;
  return {
    schema: "proving-ground/report/1",
    run,
    plan: "default",
    stack: "local",
    verdict: never ? "failed" : "passed",
    headline: "",
    startedAt,
    endedAt: startedAt + 300_000,
    findings: [],
    end: [],
    provenance: { commit, machine: "2 cores" },
    phases,
    faults: ["killed", "lost"].map((id) => ({
      id,
      kind: "process-kill",
      outcome: id === "killed" && never ? "not recovered" : "proved",
      region: null,
      targets: [],
      injectedAt,
      effectAt: injectedAt + 500,
      detectedAt: injectedAt + vary(2_000),
      healingAt: injectedAt + 5_000,
      healedAt: injectedAt + 6_000,
      recoveredAt: id === "killed" && never ? null : injectedAt + vary(9_000),
      outageSeconds: vary(3),
    })),
    probes: [],
    notMeasured: [],
    unsupported: [],
  };
}
