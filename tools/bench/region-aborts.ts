// Aborts by a person while the primary, or its whole region, is lost: stage by stage until the stack has its full redundancy again.
import { setTimeout as sleep } from "node:timers/promises";
import { EndStages } from "../../model/folds/end-stages.ts";
import type { PlanInput } from "../../model/plan.ts";
import type { Gameday } from "../../tests/gameday-process.ts";
import { seededRandom } from "../../workloads/platform/random.ts";
import type { Row } from "./row.ts";
import { spread } from "./parts/statistics.ts";

const seed = 6;
const times = 3;
const losses = ["region-loss", "postgres-primary-loss"] as const;
const stageNames = ["load stopped", "undone", "verified", "redundant"] as const;

export async function regionAborts(gameday: Gameday): Promise<Row[]> {
  const random = seededRandom(seed, "region aborts");
  const rows: Row[] = [];
  for (const kind of losses) {
    const seconds = new Map(stageNames.map((name) => [name, [] as number[]]));
    for (let turn = 0; turn < times; turn += 1) {
      const run = gameday.start(["run", await gameday.plan(planOf(kind)), "--events"]);
      await run.seen("fault-effect-seen");
      await sleep(8_000 * random());
      run.child.kill("SIGINT");
      const { entries } = await run.finished;
      const stages = new EndStages();
      for (const entry of entries) stages.add(entry);
      const [decided, ...others] = stages.read();
      for (const { name, at } of others)
        if (name !== "decided") seconds.get(name)?.push(at === null ? Infinity : (at - (decided?.at ?? NaN)) / 1_000);
    }
    const redundant = spread(seconds.get("redundant") ?? []);
    rows.push({
      row: `${times} aborts during ${kind}, s after the decision`,
      figures: Object.fromEntries([...seconds].map(([name, values]) => [name, spread(values)])),
      wanted: "full redundancy within 60 s, every time",
      held: redundant.n === times && redundant.max <= 60,
    });
  }
  return rows;
}

const planOf = (kind: (typeof losses)[number]): PlanInput => ({
  name: `abort-${kind}`,
  phases: [
    {
      name: "chaos",
      duration: "40s",
      rate: 20,
      faults: [{ id: "lost", at: "2s", duration: "36s", recovery: "60s", hypothesis: "a standby is promoted", fault: { kind } }],
    },
  ],
  guards: { dataPrimaries: true, environments: ["local"] },
});
