// Follows the runners' logs through the API server and keeps them: a container's log is rotated away while it runs, and gone with its pod.
import { createWriteStream, type WriteStream } from "node:fs";
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterApi } from "../cluster/api/api.ts";
import { begin } from "../cluster/api/call.ts";
import { pathOf, resources } from "../cluster/api/resources.ts";
import { ReadLines } from "./read-lines.ts";
import { runnerContainer } from "./runner-pods.ts";

const beginMilliseconds = 10_000;
const retryMilliseconds = 500;
const said = /msg="(accepted \S+ \d+)"/;

export interface RunnerLogs {
  /** Begins to follow a pod's log, once. */
  follow(pod: string): void;
  /** Its container has ended: what its log has now is all that there will be. */
  ended(pod: string): void;
  /** Resolves when every log was read to its end, or the time is over; then nothing is read any more. Says whose log was not read whole. */
  finish(limitMilliseconds: number): Promise<readonly string[]>;
}

/** Accepted writes go into one file, as those of a k6 on this machine; the rest into the other, each line behind its pod. */
export function followLogs(api: ClusterApi, namespace: string, { accepted, rest }: { readonly accepted: string; readonly rest: string }): RunnerLogs {
  const files = { accepted: createWriteStream(accepted, { flags: "a" }), rest: createWriteStream(rest, { flags: "a" }) };
  const ending = new AbortController();
  const following = new Map<string, Promise<boolean>>();
  const over = new Set<string>();

  /**
   * An answer that ends says nothing of the container: the log may have been rotated, or a server in between was shut down. Only one that was begun once the
   * container had ended is the last; or a pod that is gone the moment its log came to its end.
   */
  async function readWhole(pod: string): Promise<boolean> {
    const lines = new ReadLines();
    let ended = false;
    while (!ending.signal.aborted) {
      const wasOver = over.has(pod);
      try {
        const since = lines.since === null ? "" : `&sinceTime=${encodeURIComponent(lines.since)}`;
        const path = `${pathOf({ resource: resources.pods, namespace, name: pod })}/log?container=${runnerContainer}&follow=true&timestamps=true${since}`;
        const response = await begin(api.connection, { method: "GET", path, accept: "*/*" }, beginMilliseconds, ending.signal);
        if (response.statusCode !== 200) {
          response.resume();
          if (response.statusCode === 404 && wasOver) return ended && lines.whole;
        } else {
          ended = await readInto(lines, pod, response);
          if (ended && wasOver) return lines.whole;
        }
        // At once: the pod goes as soon as its end was told.
        if (ended && lines.fresh) continue;
      } catch {
        ended = false; // Taken up again below, until somebody ends it.
      }
      await sleep(retryMilliseconds, undefined, { signal: ending.signal }).catch(() => undefined);
    }
    return false;
  }

  /** True: it came to its end. */
  async function readInto(lines: ReadLines, pod: string, response: IncomingMessage): Promise<boolean> {
    const keep = (line: string): void => {
      const text = lines.take(line);
      if (text === null) return;
      const write = said.exec(text)?.[1];
      if (write === undefined) files.rest.write(`${pod} ${text}\n`);
      else files.accepted.write(`${write}\n`);
    };
    lines.begin();
    // A line that a broken connection cut off is none: it comes again, whole.
    let begun = "";
    for await (const part of response.setEncoding("utf8")) {
      const parts = `${begun}${String(part)}`.split("\n");
      begun = parts.pop() ?? "";
      parts.forEach(keep);
    }
    if (!response.complete) return false;
    if (begun !== "") keep(begun);
    lines.end();
    return true;
  }

  return {
    follow(pod) {
      if (!following.has(pod)) following.set(pod, readWhole(pod));
    },
    ended: (pod) => void over.add(pod),
    async finish(limitMilliseconds) {
      const late = setTimeout(() => ending.abort(), limitMilliseconds);
      const whole = await Promise.all([...following].map(async ([pod, reading]) => ((await reading) ? [] : [pod])));
      clearTimeout(late);
      ending.abort();
      await Promise.all(Object.values(files).map(finished));
      return whole.flat();
    },
  };
}

const finished = (file: WriteStream): Promise<void> => new Promise((resolve) => file.end(() => resolve()));
