// Whether the error guard finds a breach, and when: real load through a door that begins to fail a seeded share of the requests, down to 1.2 times the limit.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createK6Load } from "../../gameday/adapters/k6/k6-load.ts";
import { realClock } from "../../gameday/adapters/machine/clock.ts";
import { breachOf, slide, type Answers } from "../../gameday/guards/error-window.ts";
import type { Outputs } from "../../model/outputs.ts";
import { parseDocument } from "../../model/parse.ts";
import { planSchema } from "../../model/plan.ts";
import type { Gameday } from "../../tests/gameday-process.ts";
import { findProgram } from "../programs/find.ts";
import { startErringEntry, type ErringEntry } from "./parts/erring-entry.ts";
import type { Row } from "./row.ts";
import { spread, upperBound95 } from "./parts/statistics.ts";

const seed = 4;
const times = 5;
/** The default, and one so tight that 1.2 times it is hard to tell from it. */
const limits = [0.5, 0.1] as const;
const factors = [1.2, 1.5, 2] as const;
/** Medium's, of the embedded plan. */
const rate = 45;
/** The guard is armed, and nothing fails: then the window is full of good answers, the hardest case for it. */
const calmSeconds = 11;
const patienceSeconds = 30;

interface Trial {
  /** The guard said so before anything was made to fail. */
  readonly early: boolean;
  /** Seconds from the first request that could fail, and from the breach by each answer, to the decision; null: none came. */
  readonly afterOnset: number | null;
  readonly afterBreach: number | null;
}

export async function detection(gameday: Gameday, real: Outputs): Promise<Row[]> {
  await using entry = await startErringEntry(gameday.home, real, seed);
  const k6 = await findProgram("k6");
  if (!k6.found) throw new Error(k6.problem);
  const folder = join(gameday.home, "detection");
  await mkdir(join(folder, "logs"), { recursive: true });
  const plan = parseDocument(planSchema, { name: "detection", phases: [{ name: "medium", duration: "3600s", rate }] }, "the plan");
  const load = createK6Load({ k6, folder, outputs: entry.outputs, seed, clock: realClock });
  let guard: ((newest: Answers) => void) | null = null;
  const [phase] = plan.phases;
  if (phase === undefined) throw new Error("the plan has no phase");
  const running = await load.start(phase, ({ ok, shed, errors }) => guard?.({ at: Date.now(), answers: ok + shed + errors, errors }));
  await running.begun;
  const rows: Row[] = [];
  const all: Trial[] = [];
  try {
    for (const limit of limits)
      for (const factor of factors) {
        const trials: Trial[] = [];
        for (let turn = 0; turn < times; turn += 1) trials.push(await trial(entry, limit, factor, (watch) => (guard = watch)));
        rows.push(tell(`breaches of ${factor} × the limit of ${limit * 100} % found by the error guard, s`, trials));
        all.push(...trials);
      }
  } finally {
    await running.stop(1_000);
    await load.close();
  }
  return [...rows, tell("all of these breaches, s", all)];
}

async function trial(entry: ErringEntry, limit: number, factor: number, arm: (watch: ((newest: Answers) => void) | null) => void): Promise<Trial> {
  let [window, decidedAt]: [readonly Answers[], number | null] = [[], null];
  const armedAt = Date.now();
  arm((newest) => {
    window = slide(window, newest);
    if (decidedAt === null && breachOf(window, limit) !== null) decidedAt = newest.at;
  });
  const decided = (): number | null => decidedAt;
  await sleep(calmSeconds * 1_000);
  const [onset, early] = [Date.now(), decided() !== null];
  entry.fail(Math.min(1, limit * factor));
  while (decided() === null && Date.now() < onset + patienceSeconds * 1_000) await sleep(50);
  entry.fail(0);
  arm(null);
  const [at, breached] = [decided(), entry.breachedAt(limit, armedAt)];
  await sleep(1_500); // Answers that had failed before are told with the next second.
  return {
    early,
    afterOnset: at === null ? null : (at - onset) / 1_000,
    afterBreach: at === null || breached === null ? null : (at - breached) / 1_000,
  };
}

function tell(row: string, trials: readonly Trial[]): Row {
  const found = trials.filter(({ early, afterOnset }) => !early && afterOnset !== null);
  const known = (pick: (trial: Trial) => number | null): number[] => found.map(pick).filter((value) => value !== null);
  return {
    row,
    figures: {
      "share found": found.length / trials.length,
      "share missed, upper 95 % bound": upperBound95(trials.length - found.length, trials.length),
      "first failing request → decision": spread(known(({ afterOnset }) => afterOnset)),
      "breach → decision": spread(known(({ afterBreach }) => afterBreach)),
    },
    wanted: "all of them, at most 2 s after the breach",
    held: found.length === trials.length && spread(known(({ afterBreach }) => afterBreach)).max <= 2,
  };
}
