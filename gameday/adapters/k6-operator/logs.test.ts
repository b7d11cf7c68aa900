// The logs of runners over an API server whose connections break, end early or find the pod gone: what is accepted is all there, or said not to be.
import { readFile } from "node:fs/promises";
import type { RequestListener, ServerResponse } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ClusterApi } from "../cluster/api/api.ts";
import { followLogs } from "./logs.ts";
import { playCluster, type PlayedCluster } from "../testing/played-cluster.ts";

/** What each reading gets, one after the other; the last one stays. */
type Reading = (response: ServerResponse, since: string) => void;
let readings: Reading[] = [];
const answer: RequestListener = (request, response) => {
  const since = new URL(request.url ?? "", "http://server").searchParams.get("sinceTime") ?? "";
  const [next] = readings.length > 1 ? readings.splice(0, 1) : readings;
  next?.(response, since);
};
let cluster: PlayedCluster;
beforeEach(async () => {
  cluster = await playCluster(answer);
});
afterEach(() => cluster[Symbol.asyncDispose]());

const line = (second: number): string =>
  `2026-11-28T20:00:${String(second).padStart(2, "0")}.5Z level=info msg="accepted w${second} ${second}" source=console\n`;
const log = Array.from({ length: 30 }, (_, second) => line(second));
const since = (time: string, until = log.length): string =>
  log
    .slice(0, until)
    .filter((text) => text >= time.replace("Z", ""))
    .join("");
const whole: Reading = (response, time) => void response.end(since(time));
const gone: Reading = (response) => void response.writeHead(404).end("{}");
const cutIn =
  (text: string): Reading =>
  (response) =>
    void response.write(text, () => setTimeout(() => response.destroy(), 20));

async function read(given: readonly Reading[], limit = 5_000): Promise<{ readonly unread: readonly string[]; readonly accepted: readonly string[] }> {
  readings = [...given];
  const files = { accepted: join(cluster.folder, "accepted"), rest: join(cluster.folder, "rest") };
  const logs = followLogs(new ClusterApi(cluster.connection), "load", files);
  logs.follow("runner");
  logs.ended("runner");
  const unread = await logs.finish(limit);
  return { unread, accepted: (await readFile(files.accepted, "utf8")).split("\n").filter((text) => text !== "") };
}
const all = log.map((_, second) => `accepted w${second} ${second}`);

test("a connection that breaks within a line is taken up again, and every write is there once", async () => {
  const cut = `${log.slice(0, 12).join("")}${line(12).slice(0, 40)}`;
  expect(await read([cutIn(cut), whole])).toEqual({ unread: [], accepted: all });
});

test("an answer that ends while the container goes on is not the end of its log", async () => {
  const files = { accepted: join(cluster.folder, "accepted"), rest: join(cluster.folder, "rest") };
  const logs = followLogs(new ClusterApi(cluster.connection), "load", files);
  let asked = 0;
  readings = [
    (response, time) => {
      asked += 1;
      if (asked === 3) logs.ended("runner");
      response.end(since(time, asked < 4 ? asked * 8 : log.length));
    },
  ];
  logs.follow("runner");
  expect(await logs.finish(8_000)).toEqual([]);
  expect(asked).toBeGreaterThan(3);
  expect((await readFile(files.accepted, "utf8")).trim().split("\n")).toEqual(all);
});

test("a pod that is gone right behind the end of its log was read whole; one that went while the connection was broken was not", async () => {
  const logs = async (first: Reading): Promise<readonly string[]> => {
    const reader = followLogs(new ClusterApi(cluster.connection), "load", { accepted: join(cluster.folder, "a"), rest: join(cluster.folder, "r") });
    readings = [
      first,
      (response) => {
        reader.ended("runner");
        gone(response, "");
      },
    ];
    reader.follow("runner");
    return reader.finish(8_000);
  };
  expect(await logs(whole)).toEqual([]);
  expect(await logs(cutIn(since("", 9)))).toEqual(["runner"]);
});

test("a log that was rotated away while the connection was broken is not whole", async () => {
  const rotated: Reading = (response) => void response.end(log.slice(20).join(""));
  const { unread, accepted } = await read([cutIn(since("", 9)), rotated]);
  expect(unread).toEqual(["runner"]);
  expect(accepted).toEqual([...all.slice(0, 9), ...all.slice(20)]);
});
