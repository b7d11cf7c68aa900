// Whether anything of a fault is left in a stack, told without asking what injected it: proxies as they were, nothing held, nobody frozen, no helper.
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { outputsSchema, type Outputs } from "../model/outputs.ts";
import { processesOf } from "./processes.ts";

const proxiesSchema = z.record(
  z.string(),
  z.object({ enabled: z.boolean(), toxics: z.array(z.object({ name: z.string(), attributes: z.record(z.string(), z.number()) })) }),
);

export interface Look {
  readonly proxies: unknown;
  readonly held: readonly string[];
  readonly frozen: readonly string[];
  readonly helpers: readonly string[];
}

export async function readOutputs(path: string): Promise<Outputs> {
  return outputsSchema.parse(JSON.parse(await readFile(path, "utf8")));
}

/** `home`: helpers are found by the run folders below it, which they name or have open. */
export async function lookAt(outputs: Outputs, home: string): Promise<Look> {
  const holds = [...outputs.processes.map(({ hold }) => hold), ...outputs.regions.map(({ hold }) => hold)].filter((hold) => hold !== undefined);
  return {
    proxies: await proxies(outputs.links[0]?.toxiproxy ?? ""),
    held: holds.filter((hold) => existsSync(hold)),
    frozen: (await Promise.all(outputs.processes.map(({ id, pidFile }) => frozen(id, pidFile)))).flat(),
    helpers: (await processesOf(join(home, ".gameday"))).map(({ name }) => name),
  };
}

async function proxies(api: string): Promise<unknown> {
  const response = await fetch(`${api}/proxies`, { signal: AbortSignal.timeout(2_000) });
  return proxiesSchema.parse(await response.json());
}

async function frozen(id: string, pidFile: string): Promise<string[]> {
  const record = z.object({ pid: z.int() }).safeParse(JSON.parse((await readFile(pidFile, "utf8").catch(() => "")) || "null"));
  if (!record.success) return [];
  const all = [record.data.pid, ...(await childrenOfAll(record.data.pid))];
  const states = await Promise.all(all.map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")));
  return states.some((stat) => stat.slice(stat.lastIndexOf(")") + 2)[0] === "T") ? [id] : [];
}

async function childrenOfAll(pid: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${pid}/task`).catch((): string[] => []);
  const lists = await Promise.all(tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, "utf8").catch(() => "")));
  return lists.flatMap((list) => list.split(" ").filter(Boolean).map(Number));
}
