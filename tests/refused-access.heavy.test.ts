// What is refused: a wrong token or none, another namespace, secrets, a closed port. On a real API server with the rights that components/ gives, and on the dashboard.
import { once } from "node:events";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { Agent, request } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { serveDashboard } from "../gameday/dashboard/server.ts";
import { ApiServer } from "./cluster/api-server.ts";
import { installPlatform } from "./cluster/platform.ts";

let starting: Promise<ApiServer> | undefined;
let server: ApiServer;
let regions: readonly string[] = [];
// Its certificate is its own, made a moment ago in this test's folder.
const agent = new Agent({ connect: { rejectUnauthorized: false } });

beforeAll(async () => {
  starting = ApiServer.start();
  server = await starting;
  await installPlatform(server.client);
  const namespaces = await server.client.list({ apiVersion: "v1", kind: "Namespace" }, "", z.object({ metadata: z.object({ name: z.string() }) }));
  regions = namespaces.map(({ metadata }) => metadata.name).filter((name) => /-\d+$/.test(name));
}, 300_000);
afterAll(async () => {
  await agent.destroy();
  const started = await starting?.catch(() => undefined);
  await started?.[Symbol.asyncDispose]();
});

async function call(
  method: "GET" | "POST",
  path: string,
  token: string | null,
  body?: unknown,
): Promise<{ readonly status: number; readonly text: string }> {
  const headers = { "content-type": "application/json", ...(token === null ? {} : { authorization: `Bearer ${token}` }) };
  const answer = await request(`${server.url}${path}`, {
    method,
    dispatcher: agent,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, text: await answer.body.text() };
}

interface Deed {
  readonly verb: string;
  readonly namespace?: string;
  readonly resource: string;
  readonly group?: string;
  readonly subresource?: string;
  readonly name?: string;
}

/** As the account itself asks, with its own token: the server's authoriser answers, not a copy of its rules. */
async function may(token: string, { group = "", ...deed }: Deed): Promise<boolean> {
  const review = { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectAccessReview", spec: { resourceAttributes: { ...deed, group } } };
  const { status, text } = await call("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", token, review);
  expect(status).toBe(201);
  return z.object({ status: z.object({ allowed: z.boolean() }) }).parse(JSON.parse(text)).status.allowed;
}

const escalations: readonly Deed[] = [
  { verb: "impersonate", resource: "users" },
  { verb: "impersonate", resource: "serviceaccounts", namespace: "kube-system" },
  { verb: "escalate", resource: "roles", group: "rbac.authorization.k8s.io", namespace: "litmus" },
  { verb: "bind", resource: "clusterroles", group: "rbac.authorization.k8s.io" },
  { verb: "create", resource: "clusterrolebindings", group: "rbac.authorization.k8s.io" },
  { verb: "create", resource: "serviceaccounts", subresource: "token", namespace: "kube-system" },
  { verb: "create", resource: "validatingwebhookconfigurations", group: "admissionregistration.k8s.io" },
  { verb: "get", resource: "nodes", subresource: "proxy" },
  { verb: "delete", resource: "nodes" },
  { verb: "delete", resource: "namespaces" },
];

test("no token and a wrong one are refused, whatever is asked for", async () => {
  for (const path of ["/api/v1/namespaces", "/api/v1/namespaces/litmus/secrets", "/apis/apps/v1/deployments"]) {
    expect((await call("GET", path, "wrong")).status).toBe(401);
    expect([401, 403]).toContain((await call("GET", path, null)).status);
  }
  const token = await server.client.accountToken("litmus", "gameday-faults");
  expect((await call("GET", "/api/v1/namespaces/litmus/pods", token)).status).toBe(200);
  // One character of its signature changed.
  const [header = "", claims = "", signature = ""] = token.split(".");
  const forged = `${header}.${claims}.${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
  expect((await call("GET", "/api/v1/namespaces/litmus/pods", forged)).status).toBe(401);
});

test("the faults' account has its pods in every region, and no secret anywhere, no other namespace, no way to more", async () => {
  expect(regions).toHaveLength(3);
  const token = await server.client.accountToken("litmus", "gameday-faults");
  for (const namespace of regions) {
    expect(await may(token, { verb: "delete", resource: "pods", namespace })).toBe(true);
    for (const verb of ["get", "list", "create"]) expect(await may(token, { verb, resource: "secrets", namespace })).toBe(false);
    for (const subresource of ["exec", "attach", "portforward"])
      expect(await may(token, { verb: "create", resource: "pods", subresource, namespace })).toBe(false);
    expect(await may(token, { verb: "create", resource: "pods", namespace })).toBe(false);
    expect(await may(token, { verb: "delete", resource: "deployments", group: "apps", namespace })).toBe(false);
    expect(await may(token, { verb: "delete", resource: "persistentvolumeclaims", namespace })).toBe(false);
  }
  for (const namespace of ["default", "kube-system", "load", "monitoring"])
    for (const resource of ["pods", "secrets", "configmaps"])
      for (const verb of ["get", "list", "delete"])
        expect(await may(token, { verb, resource, namespace }), `${verb} ${resource} in ${namespace}`).toBe(false);
  for (const deed of escalations) expect(await may(token, deed), JSON.stringify(deed)).toBe(false);
  expect((await call("GET", `/api/v1/namespaces/${regions[0]}/secrets`, token)).status).toBe(403);
  expect((await call("GET", "/api/v1/namespaces/default/pods", token)).status).toBe(403);
});

test("the load's account makes load where load is made, reads no secret, and has nothing in a region or beside Litmus", async () => {
  const token = await server.client.accountToken("load", "gameday-load");
  expect(await may(token, { verb: "create", resource: "testruns", group: "k6.io", namespace: "load" })).toBe(true);
  expect(await may(token, { verb: "get", resource: "secrets", namespace: "load" })).toBe(false);
  for (const namespace of [...regions, "litmus", "default", "kube-system"])
    for (const [resource, group] of [
      ["pods", ""],
      ["secrets", ""],
      ["configmaps", ""],
      ["jobs", "batch"],
      ["chaosengines", "litmuschaos.io"],
    ] as const)
      for (const verb of ["list", "create", "delete"])
        expect(await may(token, { verb, resource, group, namespace }), `${verb} ${resource} in ${namespace}`).toBe(false);
  for (const deed of escalations) expect(await may(token, deed), JSON.stringify(deed)).toBe(false);
});

const opens = async (host: string, port: number): Promise<boolean> => {
  const socket = connect({ host, port });
  try {
    await Promise.race([
      once(socket, "connect"),
      once(socket, "error").then(([cause]) => Promise.reject(cause instanceof Error ? cause : new Error("closed"))),
    ]);
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

test("what listens here listens on one address of this machine alone, and not any more when it has ended", async () => {
  const dashboard = await serveDashboard("run", () => undefined);
  const ports = [Number(new URL(server.url).port), Number(new URL(dashboard.url).port)];
  const outside = Object.values(networkInterfaces()).flatMap((rows) =>
    (rows ?? []).filter(({ internal, family }) => !internal && family === "IPv4").map(({ address }) => address),
  );
  for (const port of ports) {
    expect(await opens("127.0.0.1", port)).toBe(true);
    for (const address of ["127.0.0.2", ...outside]) expect(await opens(address, port), `${address}:${port}`).toBe(false);
  }
  await dashboard.close();
  expect(await opens("127.0.0.1", ports[1] ?? 0)).toBe(false);
});
