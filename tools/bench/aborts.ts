// Aborts by a breach: requests begin to fail while a slow hop and a frozen process are in. From the breach to the decision, and until all is seen gone.
import { setTimeout as sleep } from "node:timers/promises";
import { EndStages } from "../../model/end-stages.ts";
import type { Outputs } from "../../model/outputs.ts";
import type { PlanInput } from "../../model/plan.ts";
import type { Gameday } from "../../tests/gameday-process.ts";
import { seededRandom } from "../../workloads/platform/random.ts";
import { startErringEntry } from "./erring-entry.ts";
import { whenGone } from "./gone.ts";
import type { Row } from "./row.ts";
import { spread } from "./statistics.ts";

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

/** How a degradation comes: the share of requests that fail from so many seconds after the faults were seen in. */
export function degradations(count: number): { readonly share: number; readonly after: number }[] {
  const random = seededRandom(seed, "degradations");
  return Array.from({ length: count }, () => ({ share: 0.7 + 0.3 * random(), after: 4 * random() }));
}

export async function aborts(gameday: Gameday, real: Outputs): Promise<Row[]> {
  await using entry = await startErringEntry(gameday.home, real, seed);
  const path = await gameday.plan(plan);
  const seconds: Record<"decision" | "gone" | "verified" | "whole" | "load", number[]> = {
    decision: [],
    gone: [],
    verified: [],
    whole: [],
    load: [],
  };
  let unclean = 0;
  for (const { share, after } of degradations(times)) {
    const run = gameday.start(["run", path, "--stack", entry.stack, "--events"]);
    const undo = await Promise.all(
      ["slow", "frozen"].map(async (id) => (await run.seen("fault-undo-recorded", ({ fault }) => fault === id)).script.undo),
    );
    await Promise.all(["slow", "frozen"].map((id) => run.seen("fault-effect-seen", ({ fault }) => fault === id)));
    await sleep(after * 1_000);
    entry.fail(share);
    const goneAt = await whenGone(undo.flat(), goneLimitMilliseconds);
    entry.fail(0);
    const { entries, code } = await run.finished;
    const armedAt = entries.find(({ event }) => event.type === "fault-undo-recorded")?.at ?? 0;
    const stages = new EndStages();
    for (const one of entries) stages.add(one);
    const at = new Map(stages.read().map((stage) => [stage.name, stage.at]));
    const [breached, decided, verified] = [entry.breachedAt(limit, armedAt), at.get("decided"), at.get("verified")];
    if (
      code !== 2 ||
      breached === null ||
      goneAt === null ||
      decided === null ||
      decided === undefined ||
      verified === null ||
      verified === undefined
    ) {
      unclean += 1;
      continue;
    }
    seconds.decision.push((decided - breached) / 1_000);
    seconds.gone.push((goneAt - decided) / 1_000);
    seconds.verified.push((verified - decided) / 1_000);
    seconds.whole.push((verified - breached) / 1_000);
    seconds.load.push(((at.get("load stopped") ?? NaN) - decided) / 1_000);
  }
  const [decision, verified] = [spread(seconds.decision), spread(seconds.verified)];
  return [
    {
      row: `${times} aborts by a breach, s`,
      figures: {
        "breach → decision": decision,
        "decision → faults gone, as the bench sees": spread(seconds.gone),
        "decision → load stopped": spread(seconds.load),
        "decision → verified clean, on disk": verified,
        "breach → verified clean": spread(seconds.whole),
        "aborts that did not end so": unclean,
      },
      wanted: "decision at most 2 s after the breach, faults seen removed within 5 s (p95), every time",
      held: unclean === 0 && decision.max <= 2 && verified.p95 <= 5,
    },
  ];
}
