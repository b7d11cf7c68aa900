// Calls beside answers that stay open: a run watches more than it may ever have to wait for.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { begin, call } from "./call.ts";
import { connect, type Connection } from "./connection.ts";

const watches = 40;
const server = createServer((request, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  if (request.url?.includes("watch=true") === true) response.write("{}\n");
  else response.end('{"kind":"Lease"}');
});
let [folder, connection]: [string, Connection | null] = ["", null];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "call-"));
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

test("a call is answered beside as many open watches as there may be", async () => {
  if (connection === null) throw new Error("no connection");
  const ending = new AbortController();
  const to = connection;
  const open = await Promise.all(
    Array.from({ length: watches }, (_, index) => begin(to, { method: "GET", path: `/api/v1/pods?watch=true&n=${index}` }, 10_000, ending.signal)),
  );
  for (const response of open) response.on("error", () => undefined);
  expect(open.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: watches }, () => 200));
  expect(await call(to, { method: "GET", path: "/apis/coordination.k8s.io/v1/namespaces/litmus/leases/shop" }, 1_000)).toEqual({
    status: 200,
    text: '{"kind":"Lease"}',
  });
  ending.abort();
});
