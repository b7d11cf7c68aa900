// A run that an older gameday left behind, faults and all: healed all the same, or it is said who can; its journal refused by everything else, by name.
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { journalVersion } from "../model/events.ts";
import type { OutputsInput } from "../model/outputs.ts";
import { exitCodes } from "../model/verdict.ts";
import { ensurePrograms } from "../tools/programs/ensure.ts";
import { Gameday } from "./gameday-process.ts";
import { startSmallShop, type SmallShop } from "./small-shop.ts";

const id = "20250101-000000-older";
let gameday: Gameday;
let shop: SmallShop;
let folder = "";
beforeEach(async () => {
  await ensurePrograms(["k6", "toxiproxy"], () => undefined);
  gameday = await Gameday.create();
  shop = await startSmallShop(gameday.home);
  folder = join(gameday.home, ".gameday", "runs", id);
  await mkdir(folder, { recursive: true });
}, 60_000);
afterEach(async () => {
  await shop[Symbol.asyncDispose]();
  await rm(gameday.home, { recursive: true, force: true });
});

function front(): NonNullable<OutputsInput["links"]>[number] {
  const [link] = shop.outputs.links ?? [];
  if (link === undefined) throw new Error("the shop publishes no link");
  return link;
}

/** Lines as version 0 wrote them: fewer fields, other names for some events; the script of a fault as it still is, unless `undo` is another. */
async function leaveBehind(undo: readonly object[]): Promise<void> {
  const link = front();
  await fetch(`${link.toxiproxy}/proxies/${link.proxy}/toxics`, {
    method: "POST",
    body: JSON.stringify({ name: "gameday-slow", type: "latency", stream: "downstream", attributes: { latency: 300 } }),
  });
  const healed = [{ label: "an answer comes", observe: { ...link.observe, method: "GET", timeout: 1 }, is: true, changed: false, atMost: 250 }];
  const script = { engine: "toxiproxy", targets: ["front"], severity: "low", inject: [{ kind: "slow-down" }], undo, effect: [], healed };
  const events = [
    { type: "run-started", journal: 0, run: id, plan: "older", stack: "shop", provenance: { commit: "0123abcd4567 with local changes" } },
    { type: "phase-begun", phase: "chaos" },
    { type: "fault-undo-recorded", fault: "slow", script },
    { type: "fault-active", fault: "slow" },
  ];
  const lines = events.map((event, sequence) => `${JSON.stringify({ sequence, at: 1_735_689_600_000 + sequence, event })}\n`);
  await writeFile(join(folder, "journal.jsonl"), `${lines.join("")}{"sequence":4,"at":1735`);
  await writeFile(join(folder, "outputs.json"), JSON.stringify(shop.outputs));
  await writeFile(join(folder, "plan.json"), JSON.stringify({ name: "older", phases: [{ name: "chaos", duration: 5, rate: 1, scenario: "get" }] }));
  const interlock = join(gameday.home, "interlock");
  await mkdir(interlock, { recursive: true });
  const process = { pid: 4_000_000, startTime: "1", bootId: "gone" };
  await writeFile(join(interlock, "shop-older.lock.json"), JSON.stringify({ run: id, folder, process }));
}

const remove = (): object => ({ kind: "toxic-remove", api: front().toxiproxy, proxy: "front", toxic: "gameday-slow" });
const locks = async (): Promise<string[]> => (await readdir(join(gameday.home, "interlock"))).filter((name) => name.endsWith(".lock.json"));

test(
  "what it left in is healed and seen to be gone; report and resume name the version and the commit that can read it",
  { timeout: 60_000 },
  async () => {
    await leaveBehind([remove()]);
    expect(await shop.toxics()).toEqual(["gameday-slow"]);
    const healed = await gameday.run("heal");
    expect(healed.output).toMatch(/slow is healed: seen by 1 looks[\s\S]*cannot read the rest of its journal[\s\S]*Nothing is left in any system/);
    expect(healed.code).toBe(0);
    expect(await shop.toxics()).toEqual([]);
    expect(await locks()).toEqual([]);
    const refusal = new RegExp(
      `the journal cannot be read\\n.*journal\\.jsonl:1: is not an event of journal version ${journalVersion}, but of version 0 — read it with the version of gameday that wrote it: git checkout 0123abcd4567\\n`,
    );
    for (const words of [["report", id], ["resume", id], ["resume"]])
      expect(await gameday.run(...words), words.join(" ")).toMatchObject({ code: exitCodes.usage, output: expect.stringMatching(refusal) });
    expect(await locks(), "a refused resume gives the stack back").toEqual([]);
  },
);

test(
  "an undo that nobody here understands is never taken for healed: it is said who can, and the stack stays locked",
  { timeout: 60_000 },
  async () => {
    await leaveBehind([{ kind: "speed-up", proxy: "front" }]);
    const told =
      /slow IS NOT SEEN TO BE HEALED: this gameday does not understand its undo; .* of the one that wrote .*journal\.jsonl:3: git checkout 0123abcd4567/;
    expect(await gameday.run("heal")).toMatchObject({ code: exitCodes.dirty, output: expect.stringMatching(told) });
    expect(await locks()).toHaveLength(1);
    const status = await gameday.run("status", "--json");
    expect(status.output).toMatch(/"faults":\["slow"\]/);
  },
);
