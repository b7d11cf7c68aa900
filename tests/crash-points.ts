// One crash: a run of a few seconds, a victim killed at a moment of its fault's life, and what is left some seconds later.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { EventType } from "../model/events.ts";
import type { Outputs } from "../model/outputs.ts";
import type { PlanInput } from "../model/plan.ts";
import { lookAt, type Look } from "./clean.ts";
import type { Gameday } from "./gameday-process.ts";
import { childrenOf } from "./processes.ts";

export const moments = [
  "fault-undo-recorded",
  "fault-injecting",
  "fault-injected",
  "fault-effect-seen",
  "fault-healing",
  "fault-healed",
] as const satisfies readonly EventType[];
export const victims = ["controller", "guardian", "toxiproxy", "k6", "controller and guardian"] as const;
export type CrashMoment = (typeof moments)[number];
export type Victim = (typeof victims)[number];

/** A toxic and a frozen process, so that both ways of breaking things are in the system. */
export const crashPlan = {
  name: "crash",
  phases: [
    {
      name: "chaos",
      duration: "5s",
      rate: 10,
      faults: [
        {
          id: "slow",
          at: "1s",
          duration: "2s",
          recovery: "20s",
          hypothesis: "slower",
          fault: { kind: "network-latency", link: { service: "query-handler", to: "eu-west-1" }, latency: "300ms" },
        },
        {
          id: "frozen",
          at: "1s",
          duration: "2s",
          recovery: "20s",
          hypothesis: "others serve",
          fault: { kind: "process-freeze", target: { service: "mcp", region: "eu-west-1" } },
        },
      ],
    },
  ],
  guards: { maximumConcurrentFaults: 2, environments: ["local"] },
} as const satisfies PlanInput;

export interface Crash {
  /** Null: the controller was killed. */
  readonly code: number | null;
  readonly look: Look;
  /** From the kill until the look was as before; null: it never was, within the limit. */
  readonly secondsToClean: number | null;
}

const limitMilliseconds = 40_000;

/** `before`: how the stack looks when nothing is in it. */
export async function crash(gameday: Gameday, outputs: Outputs, moment: CrashMoment, victim: Victim, before: Look): Promise<Crash> {
  const run = gameday.start(["run", await gameday.plan(crashPlan), "--events"]);
  await run.seen(moment);
  const controller = run.child.pid ?? 0;
  await kill(gameday, controller, outputs, victim);
  const killedAt = Date.now();
  if (victim.includes("controller")) await run.finished;
  // With nobody left to heal, the next command of any kind does it.
  if (victim === "controller and guardian") await gameday.run("status", "local");
  let look = await quietly(outputs, gameday.home);
  while (Date.now() - killedAt < limitMilliseconds && !same(look, before)) look = await quietly(outputs, gameday.home);
  const secondsToClean = same(look, before) ? (Date.now() - killedAt) / 1_000 : null;
  const { code } = await run.finished;
  return { code, look: look ?? before, secondsToClean };
}

export const same = (look: Look | null, before: Look): boolean => JSON.stringify(look) === JSON.stringify(before);

/** Null while Toxiproxy is away. */
const quietly = (outputs: Outputs, home: string): Promise<Look | null> => lookAt(outputs, home).catch(() => null);

async function kill(gameday: Gameday, controller: number, outputs: Outputs, victim: Victim): Promise<void> {
  const children = await childrenOf(controller);
  const guardian = await guardianOf(gameday, outputs);
  const pids = {
    controller: [controller],
    guardian: [guardian],
    "controller and guardian": [guardian, controller],
    k6: children.filter(({ name }) => name === "k6").map(({ pid }) => pid),
    toxiproxy: [await pidIn(join(outputs.own[0] ?? "", "..", "processes", "toxiproxy.json"))],
  }[victim];
  if (pids.length === 0) throw new Error(`there is no ${victim} to kill`);
  for (const pid of pids) process.kill(pid, "SIGKILL");
}

async function guardianOf(gameday: Gameday, outputs: Outputs): Promise<number> {
  const lock = await gameday.lockOf(outputs.stack);
  return pidIn(join(lock.folder, "guardian.json"));
}

async function pidIn(path: string): Promise<number> {
  return z.object({ pid: z.int() }).parse(JSON.parse(await readFile(path, "utf8"))).pid;
}
