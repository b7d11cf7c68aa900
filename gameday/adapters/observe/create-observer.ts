// Looks at a system from outside. A look never throws: what cannot be evaluated is neither true nor false.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { assertNever } from "../../../model/assert-never.ts";
import type { Observation } from "../../../model/fault/observation.ts";
import type { Observer, Seen } from "../../ports/fault.ts";
import { cpuSeconds, liveProcess, processState } from "../machine/process-handle.ts";
import { lookCommand } from "./command.ts";
import { lookHttp, lookPrometheus } from "./http.ts";
import { lookLeftovers, lookPods, lookResult } from "./pods.ts";
import { lookPostgres } from "./postgres.ts";
import { lookRedis } from "./redis.ts";

export function createObserver(): Observer {
  return {
    async look(observation) {
      try {
        return await evaluate(observation);
      } catch (error) {
        return { held: null, value: null, detail: error instanceof Error ? error.message : String(error) };
      }
    },
  };
}

function evaluate(observation: Observation): Promise<Seen> {
  switch (observation.kind) {
    case "http":
      return lookHttp(observation);
    case "prometheus":
      return lookPrometheus(observation);
    case "tcp":
      return lookTcp(observation);
    case "redis":
      return lookRedis(observation);
    case "postgres":
      return lookPostgres(observation);
    case "command":
      return lookCommand(observation);
    case "process":
      return lookProcess(observation);
    case "cpu-busy":
      return lookCpu(observation);
    case "memory-available":
      return lookMemory();
    case "disk-writable":
      return lookDisk(observation);
    case "pods":
      return lookPods(observation);
    case "chaos-result":
      return lookResult(observation);
    case "chaos-leftovers":
      return lookLeftovers(observation);
    default:
      return assertNever(observation);
  }
}

type Of<K extends Observation["kind"]> = Extract<Observation, { kind: K }>;

function lookTcp({ host, port, timeout }: Of<"tcp">): Promise<Seen> {
  const started = performance.now();
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    const end = (held: boolean, detail: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ held, value: performance.now() - started, detail });
    };
    const timer = setTimeout(() => end(false, `no connection to ${host}:${port} within ${timeout} s`), timeout * 1_000);
    socket.on("connect", () => end(true, `connected to ${host}:${port}`)).on("error", (error) => end(false, `${host}:${port}: ${error.message}`));
  });
}

async function lookProcess({ process: { pidFile }, state }: Of<"process">): Promise<Seen> {
  const record = await liveProcess(pidFile);
  const letter = record === null ? null : await processState(record.pid);
  const now = record === null || letter === null ? "gone" : letter === "T" || letter === "t" ? "stopped" : "running";
  return { held: now === state, value: record?.pid ?? 0, detail: record === null ? "there is no such process" : `process ${record.pid} is ${now}` };
}

async function lookCpu({ process: { pidFile } }: Of<"cpu-busy">): Promise<Seen> {
  const record = await liveProcess(pidFile);
  if (record === null) return { held: false, value: 0, detail: "the process is gone" };
  const [before, started] = [await cpuSeconds(record.pid), performance.now()];
  await sleep(500);
  const value = ((await cpuSeconds(record.pid)) - before) / ((performance.now() - started) / 1_000);
  return { held: true, value, detail: `it uses ${value.toFixed(2)} cores` };
}

async function lookMemory(): Promise<Seen> {
  const value = Number(/MemAvailable:\s+(\d+)/.exec(await readFile("/proc/meminfo", "utf8"))?.[1] ?? 0) / 1_024;
  return { held: true, value, detail: `${value.toFixed(0)} MB are available` };
}

async function lookDisk({ path }: Of<"disk-writable">): Promise<Seen> {
  let folder = "";
  try {
    folder = await mkdtemp(join(path, ".gameday-look-"));
    await writeFile(join(folder, "64k"), Buffer.alloc(65_536, 1));
    return { held: true, value: null, detail: `64 KiB were written to ${path}` };
  } catch (error) {
    return { held: false, value: null, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    if (folder !== "") await rm(folder, { recursive: true, force: true });
  }
}
