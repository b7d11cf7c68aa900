// How long a verdict is waited for: as long as there is an engine that may give one, and whoever asks still wants it.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ClusterApi } from "../api/api.ts";
import { connect, type Connection } from "../api/connection.ts";
import { settleEngine } from "./settle.ts";

const place = { namespace: "litmus", engine: "e", experiment: "pod-delete" };
const uid = "uid-of-e";
const engine = { metadata: { name: "e", uid, resourceVersion: "2" }, spec: { experiments: [] } };
const resultOf = (verdict: string) => ({
  metadata: { name: "e-pod-delete", resourceVersion: "3", labels: { chaosUID: uid } },
  status: { experimentStatus: { phase: verdict === "Awaited" ? "Running" : "Completed", verdict } },
});

/** An API server whose lists are older than anything that is there: all is told by the watches, and by asking for the engine of that very name. */
const watches = new Map<string, ServerResponse>();
const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://here");
  const named = /\/chaosengines\/(.+)$/.exec(url.pathname)?.[1];
  response.writeHead(named === undefined || named === "e" ? 200 : 404, { "content-type": "application/json" });
  if (named !== undefined)
    return void response.end(JSON.stringify(named === "e" ? engine : { message: "not found", reason: "NotFound", details: { name: named } }));
  if (url.searchParams.get("watch") !== "true") return void response.end('{"metadata":{"resourceVersion":"1"},"items":[]}');
  response.flushHeaders();
  watches.set(url.searchParams.get("fieldSelector") ?? "", response);
});
const tell = (object: { readonly metadata: { readonly name: string } }): void => {
  const watch = watches.get(`metadata.name=${object.metadata.name}`);
  if (watch === undefined) throw new Error(`nobody watches ${object.metadata.name}`);
  watch.write(`${JSON.stringify({ type: "ADDED", object })}\n`);
};

let [folder, connection]: [string, Connection | null] = ["", null];
beforeEach(async () => {
  watches.clear();
  folder = await mkdtemp(join(tmpdir(), "settle-"));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it listens on no port");
  const kubeconfig = join(folder, "kubeconfig");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "here",
    clusters: [{ name: "here", cluster: { server: `http://127.0.0.1:${address.port}`, "insecure-skip-tls-verify": true } }],
    users: [{ name: "here", user: {} }],
    contexts: [{ name: "here", context: { cluster: "here", user: "here" } }],
  };
  await writeFile(kubeconfig, JSON.stringify(config));
  connection = await connect({ kubeconfig });
});
afterEach(async () => {
  connection?.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

function settling(signal?: AbortSignal, engineName = "e") {
  if (connection === null) throw new Error("no connection");
  let over = false;
  const done = settleEngine(new ClusterApi(connection), { ...place, engine: engineName }, 600, signal).then(() => (over = true));
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
