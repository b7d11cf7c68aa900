// The end of a load in a cluster whose API server fails now and then, or altogether: nothing is given up at the first refusal, and nothing left is kept quiet.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ClusterApi } from "../cluster/api/api.ts";
import { connect, type Connection } from "../cluster/api/connection.ts";
import { endClusterLoad } from "./end-load.ts";

const kinds = ["testruns", "jobs", "pods", "configmaps", "secrets"] as const;
let objects = new Set<string>();
let fails: (method: string, plural: string) => boolean = () => false;
let calls = 0;
const server = createServer((request, response) => {
  const [, plural = "", name] = /\/namespaces\/load\/([a-z]+)(?:\/([^?/]+))?/.exec(request.url ?? "") ?? [];
  calls += 1;
  const answer = (status: number, body: object): void =>
    void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  request.resume();
  if (fails(request.method ?? "", plural)) return answer(503, { kind: "Status", message: "the store is away", reason: "ServiceUnavailable" });
  if (name !== undefined) {
    objects.delete(`${plural} ${name}`);
    return answer(200, { kind: "Status" });
  }
  const items = [...objects]
    .filter((object) => object.startsWith(`${plural} `))
    .map((object) => ({ metadata: { name: object.split(" ")[1], uid: object } }));
  answer(200, { metadata: { resourceVersion: "1" }, items });
});
let [folder, connection]: [string, Connection | null] = ["", null];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "end-load-"));
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
afterAll(async () => {
  connection?.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  objects = new Set(kinds.map((plural) => `${plural} baseline`));
  [fails, calls] = [() => false, 0];
});

const end = (limitMilliseconds: number): Promise<readonly string[]> => {
  if (connection === null) throw new Error("no connection");
  return endClusterLoad(new ClusterApi(connection), { namespace: "load", run: "r", graceSeconds: 0, limitMilliseconds });
};

test("whichever calls fail for a while, all of it is gone in the end", async () => {
  await fc.assert(
    fc.asyncProperty(fc.subarray(Array.from({ length: 12 }, (_, index) => index + 1)), async (failing) => {
      objects = new Set(kinds.map((plural) => `${plural} baseline`));
      calls = 0;
      fails = () => failing.includes(calls);
      expect(await end(60_000)).toEqual([]);
      expect([...objects]).toEqual([]);
    }),
    { numRuns: 5 },
  );
});

test("what cannot be taken out is named, with the reason, and everything else is out", async () => {
  fails = (method, plural) => method === "DELETE" && plural === "testruns";
  const left = await end(0);
  expect(left[0]).toBe("testruns baseline");
  expect(left[1]).toContain("the store is away");
  expect([...objects]).toEqual(["testruns baseline"]);
});

test("a kind that cannot be looked at is not taken for gone", async () => {
  fails = (_, plural) => plural === "pods";
  expect(await end(0)).toEqual([expect.stringMatching(/^pods: .*the store is away/)]);
});
