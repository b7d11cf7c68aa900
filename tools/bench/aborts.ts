// Aborts by a breach: requests begin to fail while a slow hop and a frozen process are in. From the breach to the decision, and until all is seen gone.
import { setTimeout as sleep } from "node:timers/promises";
import { EndStages, tellStages, type EndStage } from "../../model/folds/end-stages.ts";
import type { Outputs } from "../../model/outputs.ts";
import type { PlanInput } from "../../model/plan.ts";
import { exitCodes } from "../../model/verdict.ts";
import type { Gameday } from "../../tests/gameday-process.ts";
import { seededRandom } from "../../workloads/platform/random.ts";
import { startErringEntry, type ErringEntry } from "./parts/erring-entry.ts";
import { whenGone } from "./parts/gone.ts";
import type { Row } from "./row.ts";
import { spread } from "./parts/statistics.ts";

export const seed = 3;
const times = 30;
/** Of the plan below: the default. */
export const limit = 0.5;
/** Medium's, of the embedded plan. */
export const rate = 45;
export const goneLimitMilliseconds = 60_000;

const plan = {
  name: "breach",
  phases: [
    {
      name: "chaos",
      duration: "60s",
      rate,
      faults: [
        {
          id: "slow",
          at: "1s",
          duration: "55s",
          hypothesis: "slower",
          fault: { kind: "network-latency", link: { service: "query-handler", to: "eu-west-1" }, latency: "300ms" },
        },
        {
          id: "frozen",
          at: "1s",
          duration: "55s",
          hypothesis: "others serve",
          fault: { kind: "process-freeze", target: { service: "mcp", region: "eu-west-1" } },
        },
      ],
    },
  ],
  guards: { maximumConcurrentFaults: 2, environments: ["local"], abortErrorShare: limit },
} satisfies PlanInput;

/** The share of requests (0–1) that fails, from so many seconds after the faults went in. */
interface Degradation {
  readonly share: number;
  readonly after: number;
}

export function degradations(count: number): Degradation[] {
  const random = seededRandom(seed, "degradations");
  return Array.from({ length: count }, () => ({ share: 0.7 + 0.3 * random(), after: 4 * random() }));
}

/** Seconds from one moment to the next. */
export interface Abort {
  readonly breachToDecision: number;
  readonly decisionToGone: number;
  readonly decisionToLoadStopped: number;
  readonly decisionToVerified: number;
}

/** One run that ends by a breach. Throws where it did not, or nothing was seen to be gone. */
export async function abortByBreach(gameday: Gameday, entry: ErringEntry, { share, after }: Degradation): Promise<Abort> {
  const run = gameday.start(["run", await gameday.plan(plan), "--stack", entry.stack, "--events"]);
  const of = (id: string) => (event: { readonly fault: string }) => event.fault === id;
  const recorded = await Promise.all(["slow", "frozen"].map((id) => run.seen("fault-undo-recorded", of(id))));
  await Promise.all(["slow", "frozen"].map((id) => run.seen("fault-injected", of(id))));
  await sleep(after * 1_000);
  entry.fail(share);
  const goneAt = await whenGone(
    recorded.flatMap(({ script }) => script.undo),
    goneLimitMilliseconds,
  );
  entry.fail(0);
  const { entries, code } = await run.finished;
  const stages = new EndStages();
  for (const one of entries) stages.add(one);
  const at = (name: EndStage["name"]): number => stages.read().find((stage) => stage.name === name)?.at ?? NaN;
  const breachedAt = entry.breachedAt(limit, entries.find(({ event }) => event.type === "fault-undo-recorded")?.at ?? 0);
  const seconds = (from: number, to: number): number => (to - from) / 1_000;
  const abort = {
    breachToDecision: seconds(breachedAt ?? NaN, at("decided")),
    decisionToGone: seconds(at("decided"), goneAt ?? NaN),
    decisionToLoadStopped: seconds(at("decided"), at("load stopped")),
    decisionToVerified: seconds(at("decided"), at("verified")),
  };
  if (code !== exitCodes.aborted || Object.values(abort).some(Number.isNaN))
    throw new Error(`the run ended with ${code}, ${tellStages(stages.read())}; ${JSON.stringify(abort)}`);
  return abort;
}

export async function aborts(gameday: Gameday, real: Outputs): Promise<Row[]> {
  await using entry = await startErringEntry(gameday.home, real, seed);
  const done: Abort[] = [];
  for (const degradation of degradations(times)) {
    const abort = await abortByBreach(gameday, entry, degradation).catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    if (typeof abort === "object") done.push(abort);
  }
  const [decision, verified] = [spread(done.map((one) => one.breachToDecision)), spread(done.map((one) => one.decisionToVerified))];
  return [
    {
      row: `${times} aborts by a breach, s`,
      figures: {
        "breach → decision": decision,
        "decision → faults gone, as the bench sees": spread(done.map((one) => one.decisionToGone)),
        "decision → load stopped": spread(done.map((one) => one.decisionToLoadStopped)),
        "decision → verified clean, on disk": verified,
        "breach → verified clean": spread(done.map((one) => one.breachToDecision + one.decisionToVerified)),
        "aborts that did not end so": times - done.length,
      },
      wanted: "decision at most 2 s after the breach, faults seen removed within 5 s (p95), every time",
      held: done.length === times && decision.max <= 2 && verified.p95 <= 5,
    },
  ];
}
