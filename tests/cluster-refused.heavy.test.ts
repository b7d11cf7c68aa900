// What speaks against a run on a cluster is told by the command line before anything is made there, as the API server's own audit log shows.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { OutputsInput } from "../model/outputs.ts";
import { exitCodes } from "../model/verdict.ts";
import { ApiServer } from "./cluster/api-server.ts";
import { callsOf, writesAmong } from "./cluster/audit.ts";
import { Cluster } from "./cluster/cluster.ts";
import { handlerKilled, openDrivenShop, type DrivenShop } from "./cluster/driven-shop.ts";
import { readDefinitions } from "./cluster/kinds.ts";
import { installPlatform } from "./cluster/platform.ts";
import { Gameday } from "./gameday-process.ts";

let starting: Promise<readonly [Cluster, ApiServer]> | undefined;
let cluster: Cluster;
/** One where Litmus was never installed. */
let bare: ApiServer;
let shop: DrivenShop;
let gameday: Gameday;

beforeAll(async () => {
  gameday = await Gameday.create();
  starting = Promise.all([Cluster.start({ litmus: true }), ApiServer.start()]);
  [cluster, bare] = await starting;
  await installPlatform(cluster.client);
  shop = await openDrivenShop(cluster, 24);
}, 300_000);

// Also where the preparation has failed.
afterAll(async () => {
  const started = await starting?.catch(() => undefined);
  await shop?.[Symbol.asyncDispose]();
  for (const one of started ?? []) await one[Symbol.asyncDispose]();
  await gameday?.[Symbol.asyncDispose]();
});

type Change = (outputs: OutputsInput) => OutputsInput;
const workload =
  (labels: Readonly<Record<string, string>>): Change =>
  (outputs) => ({
    ...outputs,
    workloads: (outputs.workloads ?? []).map((row) => (row.id === "us-east-1/query-handler" ? { ...row, labels: { ...labels } } : row)),
  });
const through =
  (kubeconfig: string): Change =>
  (outputs) => ({ ...outputs, clusters: [{ id: "one", kubeconfig }] });

/** Refused by `run`, as by `check`; returns what was said. Nothing may have been written, neither in the cluster nor as a run. */
async function refused(name: string, change?: Change): Promise<string> {
  const before = await callsOf(cluster.auditLog, "driver");
  const run = await gameday.run("run", await gameday.plan(handlerKilled), "--stack", await shop.outputs(name, change));
  expect(run.code, run.output).toBe(exitCodes.refused);
  expect(writesAmong((await callsOf(cluster.auditLog, "driver")).slice(before.length))).toEqual([]);
  expect(run.entries).toEqual([]);
  return run.output;
}

test("labels that no pod has", { timeout: 60_000 }, async () => {
  expect(await refused("nothing", workload({ app: "query-handlr" }))).toMatch(/workloads\[1\]\.labels: they select no pod of us-east-1/);
});

test("labels that every pod has", { timeout: 60_000 }, async () => {
  expect(await refused("everything", workload({ tier: "shop" }))).toMatch(/workloads\[1\]\.labels: they select every pod of us-east-1, all 8/);
});

test("a cluster that cannot be reached", { timeout: 60_000 }, async () => {
  const elsewhere = join(cluster.servers.folder, "elsewhere.kubeconfig");
  await writeFile(elsewhere, (await readFile(shop.kubeconfig, "utf8")).replace(/127\.0\.0\.1:\d+/, "127.0.0.1:9"));
  expect(await refused("unreachable", through(elsewhere))).toMatch(/clusters\.one: the cluster .* cannot be reached: connect ECONNREFUSED/);
});

test("a cluster that Litmus is not installed on, and one where it is of another version", { timeout: 120_000 }, async () => {
  const tester = await bare.kubeconfig("tester");
  expect(await refused("without-litmus", through(tester))).toMatch(
    /clusters\.one: the kind chaosengines\.litmuschaos\.io is missing — install Litmus/,
  );
  const kinds = (await readDefinitions("litmuschaos.io")).map((kind) => ({
    ...kind,
    spec: { ...kind.spec, versions: kind.spec.versions.map((version) => ({ ...version, name: "v2beta1" })) },
  }));
  await bare.client.make(...kinds);
  await bare.client.whenKnown(kinds.map(({ spec }) => ({ apiVersion: `${spec.group}/v2beta1`, kind: spec.names.kind })));
  expect(await refused("another-version", through(tester))).toMatch(/chaosengines\.litmuschaos\.io is served in v2beta1, not in v1alpha1/);
});

test("rights that are missing, all at once", { timeout: 60_000 }, async () => {
  await shop.revoke();
  const said = await refused("without-rights");
  await shop.grant();
  expect(said).toMatch(/you may not create, delete, get, list, patch, watch chaosengines\.litmuschaos\.io in namespace litmus/);
  expect(said).toMatch(/you may not .*deployments\.apps in namespace eu-west-1/);
});

test("with nothing against it the same plan may run", { timeout: 60_000 }, async () => {
  const check = await gameday.run("check", await gameday.plan(handlerKilled), "--stack", await shop.outputs("shop"));
  expect(check.code, check.output).toBe(0);
  expect(writesAmong(await callsOf(cluster.auditLog, "driver"))).toEqual([]);
});
