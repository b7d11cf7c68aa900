// Calls beside answers that stay open: a run watches more than it may ever have to wait for.
import type { RequestListener } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { begin, call } from "./call.ts";
import { playCluster, type PlayedCluster } from "../../testing/played-cluster.ts";

const watches = 40;
const answer: RequestListener = (request, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  if (request.url?.includes("watch=true") === true) response.write("{}\n");
  else response.end('{"kind":"Lease"}');
};
let cluster: PlayedCluster;
beforeEach(async () => {
  cluster = await playCluster(answer);
});
afterEach(() => cluster[Symbol.asyncDispose]());

test("a call is answered beside as many open watches as there may be", async () => {
  const ending = new AbortController();
  const to = cluster.connection;
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
