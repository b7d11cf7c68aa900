// The edge as the process it is, in front of a query handler that answers when told to: keys, shedding, readiness, lost connections.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "edge-test-"));
const waiting: ServerResponse[] = [];
let handler: Server;
let edge: ChildProcess;
let base = "";

beforeAll(async () => {
  handler = createServer((request, response) => (request.url === "/readyz" ? response.end("ready") : waiting.push(response)));
  const port = await listen(handler);
  const free = createServer();
  const edgePort = await listen(free);
  await new Promise((resolve) => free.close(resolve));
  writeFileSync(join(folder, "key"), "the-key\n");
  writeFileSync(
    join(folder, "edge.json"),
    JSON.stringify({
      id: "us/edge",
      service: "edge",
      region: "us",
      host: "127.0.0.1",
      port: edgePort,
      seed: 1,
      peers: { "query-handler": `http://127.0.0.1:${port}` },
      apiKeyFile: join(folder, "key"),
      maximumInFlight: 2,
    }),
  );
  edge = spawn(process.execPath, [new URL("./main.ts", import.meta.url).pathname, join(folder, "edge.json")], { stdio: "ignore" });
  base = `http://127.0.0.1:${edgePort}`;
  await until(async () => (await fetch(`${base}/readyz`)).ok);
});

afterAll(() => {
  edge.kill("SIGKILL");
  handler.closeAllConnections();
  handler.close();
  rmSync(folder, { recursive: true });
});

test("a question needs the key", async () => {
  for (const headers of [{}, { "x-api-key": "another" }])
    expect((await fetch(`${base}/v1/consultations`, { method: "POST", headers, body: "{}" })).status).toBe(401);
});

test("beyond its limit it sheds at once, and says when to come back", async () => {
  const first = fetch(`${base}/v1/consultations/1`);
  const second = fetch(`${base}/v1/consultations`, { method: "POST", headers: { "x-api-key": "the-key" }, body: "{}" });
  await until(async () => waiting.length === 2);
  const third = await fetch(`${base}/v1/consultations/3`);
  expect(third.status).toBe(503);
  expect(third.headers.get("retry-after")).toBe("1");
  for (const response of waiting.splice(0)) response.end("{}");
  expect((await first).status).toBe(200);
  expect((await second).headers.get("x-served-by")).toBe("us");
  const metrics = await (await fetch(`${base}/metrics`)).text();
  expect(metrics).toMatch(/edge_requests_total\{outcome="shed".*\} 1/);
});

test("when the query handler is gone it answers 502 and is soon not ready", async () => {
  handler.closeAllConnections();
  handler.close();
  expect((await fetch(`${base}/v1/consultations/1`)).status).toBe(502);
  const start = performance.now();
  await until(async () => (await fetch(`${base}/readyz`)).status === 503);
  expect(performance.now() - start).toBeLessThan(2_000);
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
});

test("it ends within a second of being told", async () => {
  const start = performance.now();
  edge.kill("SIGTERM");
  await once(edge, "exit");
  expect(edge.exitCode).toBe(0);
  expect(performance.now() - start).toBeLessThan(1_000);
});

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await condition().catch(() => false))) {
    if (performance.now() > end) throw new Error("it never came true");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
