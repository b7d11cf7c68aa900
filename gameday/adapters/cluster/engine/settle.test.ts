// How long a verdict is waited for: as long as there is an engine that may give one, and whoever asks still wants it.
import type { RequestListener, ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ClusterApi } from "../api/api.ts";
import { settleEngine } from "./settle.ts";
import { playCluster, type PlayedCluster } from "../../testing/played-cluster.ts";

const place = { namespace: "litmus", engine: "e", experiment: "pod-delete" };
const uid = "uid-of-e";
const engine = { metadata: { name: "e", uid, resourceVersion: "2" }, spec: { experiments: [] } };
const resultOf = (verdict: string) => ({
  metadata: { name: "e-pod-delete", resourceVersion: "3", labels: { chaosUID: uid } },
  status: { experimentStatus: { phase: verdict === "Awaited" ? "Running" : "Completed", verdict } },
});

/** An API server whose lists are older than anything that is there: all is told by the watches, and by asking for the engine of that very name. */
const watches = new Map<string, ServerResponse>();
const answer: RequestListener = (request, response) => {
  const url = new URL(request.url ?? "/", "http://here");
  const named = /\/chaosengines\/(.+)$/.exec(url.pathname)?.[1];
  response.writeHead(named === undefined || named === "e" ? 200 : 404, { "content-type": "application/json" });
  if (named !== undefined)
    return void response.end(JSON.stringify(named === "e" ? engine : { message: "not found", reason: "NotFound", details: { name: named } }));
  if (url.searchParams.get("watch") !== "true") return void response.end('{"metadata":{"resourceVersion":"1"},"items":[]}');
  response.flushHeaders();
  watches.set(url.searchParams.get("fieldSelector") ?? "", response);
};
const tell = (object: { readonly metadata: { readonly name: string } }): void => {
  const watch = watches.get(`metadata.name=${object.metadata.name}`);
  if (watch === undefined) throw new Error(`nobody watches ${object.metadata.name}`);
  watch.write(`${JSON.stringify({ type: "ADDED", object })}\n`);
};

let cluster: PlayedCluster;
beforeEach(async () => {
  watches.clear();
  cluster = await playCluster(answer);
});
afterEach(() => cluster[Symbol.asyncDispose]());

function settling(signal?: AbortSignal, engineName = "e") {
  let over = false;
  const done = settleEngine(new ClusterApi(cluster.connection), { ...place, engine: engineName }, 600, signal).then(() => (over = true));
  const selectors = [engineName, `${engineName}-pod-delete`].map((name) => `metadata.name=${name}`);
  const watched = () => expect.poll(() => selectors.filter((selector) => watches.has(selector)), { timeout: 10_000 }).toEqual(selectors);
  return { done, watched, isOver: () => over };
}

test(
  "an engine that was made just now is waited for, though the first list does not know it; one that nobody made is not",
  { timeout: 30_000 },
  async () => {
    const made = settling();
    await made.watched();
    tell(engine);
    tell(resultOf("Awaited"));
    await settling(undefined, "never-made").done;
    expect(made.isOver()).toBe(false);
    tell(resultOf("Pass"));
    await made.done;
  },
);

test("whoever no longer wants the verdict does not wait for it", async () => {
  const stop = new AbortController();
  const { done, watched, isOver } = settling(stop.signal);
  await watched();
  tell(engine);
  expect(isOver()).toBe(false);
  stop.abort();
  await done;
});
