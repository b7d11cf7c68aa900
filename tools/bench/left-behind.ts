// SIGKILL while a fault is in: what is still there 15 s later, after gameday's controller and after Chaos Toolkit.
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Outputs } from "../../model/outputs.ts";
import { crashPlan } from "../../tests/crash-points.ts";
import type { Gameday } from "../../tests/gameday-process.ts";
import { startExperiment, toxic as toxicAction } from "./parts/chaos-toolkit.ts";
import type { Row } from "./row.ts";

const times = 5;
const laterSeconds = 15;
const toxicsSchema = z.array(z.object({ name: z.string() }));

export async function leftBehind(gameday: Gameday, outputs: Outputs, chaos: string): Promise<Row[]> {
  const link = outputs.links.find(({ service, to }) => service === "query-handler" && to === "eu-west-1");
  if (link === undefined) throw new Error("the stack has no link to break");
  const toxics = `${link.toxiproxy}/proxies/${encodeURIComponent(link.proxy)}/toxics`;
  const count = async (): Promise<number> => toxicsSchema.parse(await (await fetch(toxics)).json()).length;
  const before = await count();

  let ours = 0;
  for (let turn = 0; turn < times; turn += 1) {
    const run = gameday.start(["run", await gameday.plan(crashPlan), "--events"]);
    await run.seen("fault-injected", ({ fault }) => fault === "slow");
    run.child.kill("SIGKILL");
    await run.finished;
    await sleep(laterSeconds * 1_000);
    ours += (await count()) - before;
    await gameday.run("resume", "--finish");
  }

  let theirs = 0;
  for (let turn = 0; turn < times; turn += 1) {
    const toxic = `peer-${turn}`;
    const place = { for_proxy: link.proxy, toxic_name: toxic };
    const child = await startExperiment(chaos, gameday.home, {
      title: toxic,
      api: link.toxiproxy,
      method: [toxicAction("in", "create_latency_toxic", { ...place, latency: 300 }, 60)],
      rollbacks: [toxicAction("out", "delete_toxic", place)],
    });
    while ((await count()) === before) await sleep(20);
    child.kill("SIGKILL");
    await once(child, "exit");
    await sleep(laterSeconds * 1_000);
    theirs += (await count()) - before;
    await fetch(`${toxics}/${toxic}`, { method: "DELETE" });
  }
  return [
    {
      row: `faults left ${laterSeconds} s after SIGKILL`,
      figures: { gameday: ours, "Chaos Toolkit": theirs, of: times },
      wanted: "none of gameday's",
      held: ours === 0,
    },
  ];
}
