// Follows the runners' logs through the API server and keeps them: a container's log is rotated away while it runs, and gone with its pod.
import { createInterface } from "node:readline";
import { createWriteStream, type WriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterApi } from "../cluster/api/api.ts";
import { begin } from "../cluster/api/call.ts";
import { pathOf, resources } from "../cluster/api/resources.ts";
import { runnerContainer } from "./runner-pods.ts";

const beginMilliseconds = 10_000;
const retryMilliseconds = 500;
const said = /msg="(accepted \S+ \d+)"/;

export interface RunnerLogs {
  /** Begins to follow a pod's log, once. */
  follow(pod: string): void;
  /** Resolves when every log was read to its end, or the time is over; then nothing is read any more. Says whose log was not read whole. */
  finish(limitMilliseconds: number): Promise<readonly string[]>;
}

/** Accepted writes go into one file, as those of a k6 on this machine; the rest into the other, each line behind its pod. */
export function followLogs(api: ClusterApi, namespace: string, { accepted, rest }: { readonly accepted: string; readonly rest: string }): RunnerLogs {
  const files = { accepted: createWriteStream(accepted, { flags: "a" }), rest: createWriteStream(rest, { flags: "a" }) };
  const ending = new AbortController();
  const following = new Map<string, Promise<boolean>>();

  async function readWhole(pod: string): Promise<boolean> {
    // Lines that a broken connection lets come twice are known by their number in the log.
    let known = 0;
    while (!ending.signal.aborted) {
      try {
        const path = `${pathOf({ resource: resources.pods, namespace, name: pod })}/log?container=${runnerContainer}&follow=true`;
        const response = await begin(api.connection, { method: "GET", path, accept: "*/*" }, beginMilliseconds, ending.signal);
        if (response.statusCode === 200) {
          let line = 0;
          for await (const text of createInterface({ input: response })) {
            line += 1;
            if (line <= known) continue;
            known = line;
            const write = said.exec(text)?.[1];
            if (write === undefined) files.rest.write(`${pod} ${text}\n`);
            else files.accepted.write(`${write}\n`);
          }
          if (response.complete) return true;
        } else response.resume();
        // Gone, with what was not read of it.
        if (response.statusCode === 404) return known > 0;
      } catch {
        // Taken up again below, until somebody ends it.
      }
      await sleep(retryMilliseconds, undefined, { signal: ending.signal }).catch(() => undefined);
    }
    return false;
  }

  return {
    follow(pod) {
      if (!following.has(pod)) following.set(pod, readWhole(pod));
    },
    async finish(limitMilliseconds) {
      const late = setTimeout(() => ending.abort(), limitMilliseconds);
      const whole = await Promise.all([...following].map(async ([pod, reading]) => ((await reading) ? [] : [pod])));
      clearTimeout(late);
      ending.abort();
      await Promise.all(Object.values(files).map(ended));
      return whole.flat();
    },
  };
}

const ended = (file: WriteStream): Promise<void> => new Promise((resolve) => file.end(() => resolve()));
