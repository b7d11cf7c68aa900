// The end of a load in a cluster whose API server fails now and then, or altogether: nothing is given up at the first refusal, and nothing left is kept quiet.
import type { RequestListener } from "node:http";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ClusterApi } from "../cluster/api/api.ts";
import { endClusterLoad } from "./end-load.ts";
import { playCluster, type PlayedCluster } from "../testing/played-cluster.ts";

const kinds = ["testruns", "jobs", "pods", "configmaps", "secrets"] as const;
let objects = new Set<string>();
let fails: (method: string, plural: string) => boolean = () => false;
let calls = 0;
const respond: RequestListener = (request, response) => {
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
};
let cluster: PlayedCluster;
beforeAll(async () => {
  cluster = await playCluster(respond);
});
afterAll(() => cluster[Symbol.asyncDispose]());
beforeEach(() => {
  objects = new Set(kinds.map((plural) => `${plural} baseline`));
  [fails, calls] = [() => false, 0];
});

const end = (limitMilliseconds: number): Promise<readonly string[]> =>
  endClusterLoad(new ClusterApi(cluster.connection), { namespace: "load", run: "r", graceSeconds: 0, limitMilliseconds });

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
