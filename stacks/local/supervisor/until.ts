// Waiting while the stack starts: for a condition, but not for one that cannot come true any more.
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Supervised } from "./supervised.ts";

const limitMilliseconds = 60_000;
/** A process that ended so often during the start will not come up. */
const hopelessRestarts = 3;

export type Until = (what: string, holds: () => Promise<boolean>) => Promise<void>;

/** Its promises reject when time is up, when a process keeps ending (with its last words), and when `stop` is aborted. */
export function createUntil(processes: ReadonlyMap<string, Supervised>, stop: AbortSignal): Until {
  return async (what, holds) => {
    const deadline = Date.now() + limitMilliseconds;
    while (!(await holds())) {
      stop.throwIfAborted();
      const hopeless = [...processes.values()].find(({ restarts }) => restarts >= hopelessRestarts);
      if (hopeless !== undefined)
        throw new Error(`${hopeless.plan.id} ended ${hopeless.restarts} times before ${what}: ${await lastWords(hopeless.plan.log)}`);
      if (Date.now() > deadline) throw new Error(`after ${limitMilliseconds / 1_000} s it is still not so that ${what}`);
      await sleep(100);
    }
  };
}

/** All of them to their end, so that nothing goes on behind a failure; then the first failure. */
export async function together(works: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(works);
  const failed = outcomes.find((outcome) => outcome.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** The line of a log that tells best why the program ended. */
export async function lastWords(log: string): Promise<string> {
  const lines = (await readFile(log, "utf8").catch(() => "")).split("\n").filter((line) => line.trim() !== "");
  const telling =
    lines.findLast((line) => /in use|no space|denied|not permitted/i.test(line)) ?? lines.findLast((line) => /error|fatal|panic/i.test(line));
  return plain(telling ?? lines.at(-1) ?? "its log is empty")
    .trim()
    .slice(0, 300);
}

const logLine = z.object({ message: z.string(), cause: z.string().optional() });

/** Our services log JSON. */
function plain(line: string): string {
  try {
    const { message, cause } = logLine.parse(JSON.parse(line));
    return cause === undefined ? message : `${message}: ${cause}`;
  } catch {
    return line;
  }
}
