// The controller killed with faults in and load on: its guardian takes everything out, which is seen at the targets, writes what it did and ends.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { liveProcess, processState } from "../gameday/adapters/machine/process-handle.ts";
import { readJournal } from "../gameday/adapters/run-folder/journal-file.ts";
import { createProxy, startHttpProcess, startToxiproxy, type Running } from "../gameday/adapters/testing/servers.ts";
import { outputsVersion, type OutputsInput } from "../model/outputs.ts";
import type { PlanInput } from "../model/plan.ts";
import { Gameday } from "./gameday-process.ts";
import { childrenOf, commands } from "./processes.ts";

const slowSeconds = 0.6;
const plan = {
  name: "orphaned",
  phases: [
    {
      name: "chaos",
      duration: "90s",
      rate: 5,
      scenario: "get",
      faults: [
        { id: "slow", at: "0s", duration: "80s", hypothesis: "slower", fault: { kind: "network-latency", link: {}, latency: slowSeconds } },
        { id: "frozen", at: "1s", duration: "80s", hypothesis: "one part hangs", fault: { kind: "process-freeze", target: {} } },
        { id: "busy", at: "1s", duration: "80s", hypothesis: "a core is taken", fault: { kind: "cpu-hog", cores: 1, load: 0.1 } },
      ],
    },
  ],
  guards: { maximumConcurrentFaults: 3 },
} satisfies PlanInput;

let gameday: Gameday;
let folder: string;
let toxiproxy: Running;
let [behind, frozen]: (Running | undefined)[] = [];
let outputs: string;
let through: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "guardian-"));
  [gameday, toxiproxy, behind, frozen] = await Promise.all([Gameday.create(), startToxiproxy(), startHttpProcess(), startHttpProcess()]);
  through = `http://127.0.0.1:${await createProxy(toxiproxy, "front", behind.port)}/`;
  const look = { kind: "http" as const, url: through };
  const pidFile = join(folder, "frozen.pid");
  await writeFile(pidFile, String(frozen.pid));
  const document: OutputsInput = {
    schema: outputsVersion,
    stack: "two-servers",
    entry: through,
    probes: [{ id: "front", observe: look }],
    processes: [{ id: "frozen", pidFile, ready: { kind: "http", url: frozen.url } }],
    links: [{ id: "front", toxiproxy: toxiproxy.url, proxy: "front", observe: look }],
    helpers: true,
  };
  outputs = join(folder, "outputs.json");
  await writeFile(outputs, JSON.stringify(document));
}, 60_000);
afterAll(async () => {
  for (const server of [frozen, behind, toxiproxy]) await server?.[Symbol.asyncDispose]();
  await gameday[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const toxics = async (): Promise<unknown> => (await fetch(`${toxiproxy.url}/proxies/front/toxics`)).json();
const millisecondsThrough = async (): Promise<number> => {
  const started = performance.now();
  await (await fetch(through, { headers: { connection: "close" } })).text();
  return performance.now() - started;
};

test("a controller that is killed leaves no fault, no load and no guardian", { timeout: 90_000 }, async () => {
  const run = gameday.start(["run", await gameday.plan(plan), "--stack", outputs, "--events"]);
  const { pid: guardian } = await run.seen("guardian-started");
  const { run: id } = await run.seen("run-started");
  const otherwise = [run.seen("fault-injection-failed"), run.seen("fault-effect-missing")].map(async (event) =>
    expect(await event).toBe("no such event"),
  );
  const effects = ["slow", "frozen", "busy"].map((fault) => run.seen("fault-effect-seen", (event) => event.fault === fault));
  await Promise.race([Promise.all(effects), Promise.race(otherwise)]);
  for (const none of otherwise) none.catch(() => undefined); // Once it is killed they can no longer come.
  await run.seen("load-sampled");
  expect(await processState(frozen?.pid ?? 0)).toBe("T");
  expect(await millisecondsThrough()).toBeGreaterThan(slowSeconds * 900);
  const runFolder = join(gameday.home, ".gameday", "runs", id);
  const load = await vi.waitUntil(async () => (await childrenOf(run.child.pid ?? 0)).find(({ name }) => name === "k6"), 10_000);
  const helper = await liveProcess(join(runFolder, "helper-busy.json"));
  expect(helper).not.toBeNull();

  run.child.kill("SIGKILL");
  const killedAt = Date.now();
  await run.finished;

  await vi.waitFor(async () => expect(await processState(guardian)).toSatisfy((state) => state === null || state === "Z"), {
    timeout: 45_000,
    interval: 100,
  });
  for (const pid of [load.pid, helper?.pid ?? 0]) expect(await processState(pid)).toSatisfy((state) => state === null || state === "Z");
  expect(await processState(frozen?.pid ?? 0)).toSatisfy((state) => state === "S" || state === "R");
  expect(await (await fetch(frozen?.url ?? "")).text()).toBe(String(frozen?.pid));
  expect(await toxics()).toEqual([]);
  await vi.waitFor(async () => expect(await millisecondsThrough()).toBeLessThan(slowSeconds * 900), 10_000);
  expect((await commands()).filter((command) => command.includes(runFolder))).toEqual([]);

  const did = (await readJournal(join(runFolder, "guardian.jsonl"))).filter(({ event }) => "fault" in event);
  const recorded = (await readJournal(join(runFolder, "journal.jsonl"))).flatMap(({ event }) =>
    event.type === "fault-undo-recorded" ? [event.fault] : [],
  );
  const told = did.map(({ event }) => ("fault" in event ? `${event.type} ${event.fault}` : ""));
  const undone = recorded.toReversed().flatMap((fault) => [`fault-healing ${fault}`, `fault-undone ${fault}`]);
  expect(told.slice(0, undone.length), "last in, first out; all of it, before anything is looked at").toEqual(undone);
  expect(told.slice(undone.length).toSorted()).toEqual(recorded.map((fault) => `fault-healed ${fault}`).toSorted());
  for (const { at, event } of did) {
    expect(event).toMatchObject({ by: "guardian" });
    expect(at).toBeGreaterThanOrEqual(killedAt);
    if (event.type === "fault-healed") expect(event.seen.every(({ held }) => held)).toBe(true);
  }
  expect(await readFile(join(runFolder, "logs", "guardian.log"), "utf8")).toBe("");
});
