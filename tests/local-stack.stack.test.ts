// The embedded stack as a person uses it, and the promises that its data rests on: one server at a time accepts writes, and nothing stays behind.
import { randomUUID } from "node:crypto";
import { access, readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { createSteps } from "../gameday/adapters/steps/create-steps.ts";
import { readStackRecord } from "../gameday/adapters/local-stack/folder.ts";
import type { LinkOutput, Outputs } from "../model/outputs.ts";
import type { PlanInput } from "../model/plan.ts";
import { consultationSchema, headers } from "../model/protocol/api.ts";
import { leaseMilliseconds, patienceMilliseconds } from "../stacks/local/agent/election.ts";
import { layout } from "../stacks/local/layout.ts";
import { Gameday } from "./gameday-process.ts";
import { tellLogsOnFailure } from "./post-mortem.ts";
import { processes, processesOf } from "./processes.ts";
import { WritePaths } from "./write-paths.ts";

const minutes = 60_000;
const home = "us-east-1";
const others = ["eu-west-1", "ap-southeast-1"];
const promiseSchema = z.object({ term: z.int(), leader: z.string().nullable(), promisedTo: z.string().nullable(), promisedUntil: z.number() });

let gameday: Gameday;
let outputs: Outputs;
let started: { readonly output: string; readonly code: number | null };
beforeAll(async () => {
  gameday = await Gameday.create();
  started = await gameday.run("up", "local");
  outputs = await gameday.up();
}, 2 * minutes);
afterAll(() => gameday[Symbol.asyncDispose](), minutes);

const promiseOf = async (region: string) => promiseSchema.parse(JSON.parse(await readFile(layout(gameday.stackFolder).agentState(region), "utf8")));
const link = (id: string): LinkOutput => {
  const found = outputs.links.find((row) => row.id === id);
  if (found === undefined) throw new Error(`the stack publishes no link ${id}`);
  return found;
};

async function consult(question: string, idempotencyKey: string = randomUUID()) {
  const key = await readFile(layout(gameday.stackFolder).secret("api-key"), "utf8");
  const response = await fetch(new URL("/v1/consultations", outputs.entry), {
    method: "POST",
    headers: { "content-type": "application/json", [headers.apiKey]: key, [headers.clientRegion]: home },
    body: JSON.stringify({ question, idempotencyKey }),
    signal: AbortSignal.timeout(10_000),
  });
  return { status: response.status, servedBy: response.headers.get(headers.servedBy), body: await response.json() };
}

describe("up", () => {
  test("says which part is ready and when, and once more that it was up already", async () => {
    expect(started.code, started.output).toBe(0);
    for (const part of ["Toxiproxy", "Postgres", "Redis", "services of three regions", "stack ready"]) expect(started.output).toContain(part);
    const again = await gameday.run("up", "local");
    expect(again.code).toBe(0);
    expect(again.output).toMatch(/^The stack was up already\. Its outputs: \/\S+outputs\.json\n$/);
  });

  test("status shows three regions, every process of them running, one primary and two standbys that stream", async () => {
    const { processes: parts, postgres, redis } = await gameday.status();
    expect(parts.filter(({ state, pid }) => state !== "running" || pid === undefined)).toEqual([]);
    expect(new Set(parts.flatMap(({ region }) => region ?? []))).toEqual(new Set([home, ...others]));
    expect(postgres).toMatchObject({ primary: home, term: 1 });
    expect(postgres.standbys.map(({ region, streaming }) => [region, streaming])).toEqual(others.map((region) => [region, true]));
    expect(redis.primary).toBe(home);
    expect((await gameday.run("status", "local")).output).toContain(`primary ${home}`);
  });

  test("a consultation goes in through the entry and comes out again, once for its key", async () => {
    const key = randomUUID();
    const first = await consult("Which region is the primary?", key);
    expect(first.status).toBe(201);
    const { id, answer } = consultationSchema.parse(first.body);
    expect(answer).not.toBe("");
    const read = await fetch(new URL(`/v1/consultations/${id}`, outputs.entry), { headers: { [headers.clientRegion]: "eu-west-1" } });
    expect(read.status).toBe(200);
    expect(consultationSchema.parse(await read.json())).toEqual(consultationSchema.parse(first.body));
    expect(consultationSchema.parse((await consult("Which region is the primary?", key)).body).id).toBe(id);
  });
});

describe("who may write", () => {
  test("a region that no longer hears its leader, and is heard, begins no term and returns to its promise", { timeout: minutes }, async () => {
    tellLogsOnFailure(gameday.home);
    const deaf = "ap-southeast-1";
    const patience = patienceMilliseconds + 700 * [home, ...others].indexOf(deaf);
    const { toxiproxy: api, proxy } = link(`${home}~${deaf}:agent`);
    const steps = createSteps();
    await using writes = new WritePaths(outputs);
    await steps.perform({ kind: "proxy-disable", api, proxy });
    try {
      // It has asked for votes at least once when it has been impatient for longer than an ask may take.
      await vi.waitFor(
        async () => expect(Date.now() - ((await promiseOf(deaf)).promisedUntil - leaseMilliseconds)).toBeGreaterThan(patience + leaseMilliseconds),
        { timeout: 30_000, interval: 100 },
      );
      expect(await promiseOf(deaf)).toMatchObject({ term: 1, leader: home, promisedTo: home });
    } finally {
      await steps.perform({ kind: "proxy-enable", api, proxy });
    }
    const opened = Date.now();
    await vi.waitFor(async () => expect((await promiseOf(deaf)).promisedUntil).toBeGreaterThan(opened + leaseMilliseconds), {
      timeout: 15_000,
      interval: 100,
    });
    for (const region of [home, ...others]) expect(await promiseOf(region)).toMatchObject({ term: 1, leader: home, promisedTo: home });
    expect(writes.reigns()).toEqual([{ region: home, term: 1 }]);
  });

  test(
    "a primary that is cut off never accepts together with the next one; it comes back as a standby, and leads again when told",
    { timeout: 3 * minutes },
    async () => {
      tellLogsOnFailure(gameday.home);
      const plan = {
        name: "cut-off",
        phases: [
          {
            name: "chaos",
            duration: "20s",
            rate: 10,
            faults: [
              { id: "cut", at: "2s", duration: "14s", hypothesis: "writes go on elsewhere", fault: { kind: "region-partition", region: home } },
            ],
          },
        ],
        guards: { dataPrimaries: true },
      } satisfies PlanInput;
      await using writes = new WritePaths(outputs);
      const run = gameday.start(["run", await gameday.plan(plan), "--events"]);
      await run.seen("fault-effect-seen");
      await vi.waitFor(
        async () => expect(await consult("Is anybody else there?")).toMatchObject({ status: 201, servedBy: expect.stringMatching(/^(eu|ap)/) }),
        {
          timeout: 12_000,
          interval: 200,
        },
      );
      await vi.waitFor(() => expect(others).toContain(writes.newest), 10_000);
      await run.seen("fault-healed");
      const { entries, output } = await run.finished;
      const events = entries.map(({ event }) => event);
      expect(
        events.map(({ type }) => type),
        output.slice(-2_000),
      ).toContain("fault-recovered");
      expect(events.findLast(({ type }) => type === "integrity-checked")).toMatchObject({ lostBeyondRpo: 0, doubled: 0, unaccounted: 0 });

      const { postgres } = await gameday.status();
      expect(others).toContain(postgres.primary);
      expect(postgres.standbys.find(({ region }) => region === home)).toMatchObject({ streaming: true });

      const back = await gameday.run("failback", "local");
      expect(back).toMatchObject({ code: 0, output: `The Postgres primary is in ${home}.\n` });
      await vi.waitFor(() => expect(writes.newest).toBe(home), 10_000);
      await vi.waitFor(async () => expect(await consult("Are you back?")).toMatchObject({ status: 201, servedBy: home }), {
        timeout: 15_000,
        interval: 200,
      });

      const reigns = writes.reigns();
      expect(reigns.map(({ region }) => region)).toEqual([home, postgres.primary, home]);
      const terms = reigns.map(({ term }) => term);
      expect(terms).toEqual([...new Set(terms)].toSorted((a, b) => a - b));
      expect(writes.attempts).toBeGreaterThan(200);
    },
  );
});

describe("down", () => {
  test(
    "leaves no process and no file, even when its supervisor was killed; and says when there is nothing to stop",
    { timeout: minutes },
    async () => {
      const folder = gameday.stackFolder;
      const record = await readStackRecord(folder);
      const before = await processesOf(folder);
      expect(before.length).toBeGreaterThan(30);
      process.kill(record?.supervisor.pid ?? 0, "SIGKILL");
      await vi.waitFor(async () => expect((await gameday.run("status", "local")).output).toContain("No stack is up"), 10_000);
      expect((await processesOf(folder)).length).toBeGreaterThan(20);
      const refused = await gameday.run("failback", "local");
      expect(refused.code).toBe(5);
      expect(refused.output).toContain("no stack is up");

      expect(await gameday.run("down", "local")).toMatchObject({ code: 0, output: "The stack is down; no process and no file of it is left.\n" });
      expect(await processesOf(folder)).toEqual([]);
      const now = await processes();
      expect(before.filter(({ pid, name }) => now.some((process) => process.pid === pid && process.name === name))).toEqual([]);
      await expect(access(folder)).rejects.toThrow("ENOENT");
      expect(await readFile("/proc/mounts", "utf8")).not.toContain(folder);
      expect(await gameday.run("down", "local")).toMatchObject({ code: 0, output: "No stack was up.\n" });
    },
  );
});
