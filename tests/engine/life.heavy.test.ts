// The whole life of an environment on the real engine: a failed creation, up, no change, drift, a changed setting, and its end. The clouds are twins.
import { readFile, stat } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { unknownValue } from "../../estate/resource.ts";
import { environmentNames, isEnvironmentName, tiers } from "../../model/tiers.ts";
import { cloudOutputs } from "../../gameday/adapters/run-folder/cloud-outputs.ts";
import { Engine, secretOf } from "./engine.ts";
import { drift, holdsData, ofProviders, typeIn, watched, withImage } from "./life.ts";
import { give } from "./twin/orders.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });

/** A snapshot without its key is lost; a quota that was granted cannot be given back. */
const retained = new Set([
  "aws:kms/key:Key",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:servicequotas/serviceQuota:ServiceQuota",
  "gcp:kms/keyRing:KeyRing",
  "gcp:kms/cryptoKey:CryptoKey",
]);

/** `npm run soak -- environments` takes all of them. */
const stacks = process.env["GAMEDAY_SOAK"] === undefined ? ["ultimate", "google"] : environmentNames;

describe.for(stacks)("%s", (stack) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.create(stack);
    await withImage(engine, stack);
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  test("a preview creates nothing, and asks no cloud for anything", async () => {
    const { code, output, calls } = await watched(engine, ["preview", "--stack", stack]);
    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
    expect(calls.filter(({ method }) => method !== "check" && method !== "diff")).toEqual([]);
    expect(engine.cloud.all()).toEqual([]);
  });

  test("a creation that fails stops the update, and the next one goes on from there", async () => {
    give(engine.twin, { failCreate: ["-postgres"] });
    const failed = await engine.run(["up", "--yes", "--skip-preview", "--stack", stack]);
    give(engine.twin, {});
    expect(failed.code).not.toBe(0);
    const had = engine.cloud.all().length;
    const { calls } = await watched(engine, ["up", "--yes", "--skip-preview", "--stack", stack]);
    const created = calls.filter(({ method }) => method === "create").length;
    expect(created).toBe(engine.cloud.all().length - had);
    expect(ofProviders(await engine.state(stack))).toHaveLength(engine.cloud.all().length);
  });

  test("its outputs are read by its name alone, with nothing unknown in them; the key of its entry goes into a file of its owner's", async () => {
    const name = isEnvironmentName(stack) ? stack : "base";
    for (const [key, value] of Object.entries(engine.environment)) vi.stubEnv(key, value);
    const outputs = await cloudOutputs(name, engine.folder).finally(() => vi.unstubAllEnvs());
    expect(outputs.regions).toHaveLength(3);
    expect(JSON.stringify(outputs)).not.toContain(unknownValue);
    expect(JSON.stringify(outputs)).not.toContain(secretOf("apiKey"));
    const file = outputs.load.apiKeyFile ?? "";
    expect(await readFile(file, "utf8")).toBe(secretOf("apiKey"));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test("no secret stands in clear in the state", async () => {
    const state = await engine.stateFile(stack);
    expect(state.length).toBeGreaterThan(10_000);
    for (const name of ["apiKey", "grafanaPassword"]) expect(state).not.toContain(secretOf(name));
    const drawn = engine.cloud.all().filter(({ type }) => type === "random:index/randomPassword:RandomPassword");
    expect(drawn.length).toBeGreaterThan(0);
    for (const { urn, outputs } of drawn) {
      const { value } = secretValue(outputs["result"]);
      expect(state.includes(value) ? urn : "").toBe("");
    }
  });

  test("with nothing changed, nothing is done", async () => {
    const { code, output } = await engine.run(["preview", "--expect-no-changes", "--stack", stack]);
    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
  });

  test("what was changed by hand is seen by a refresh and put right by the next update", async () => {
    const victim = drift(engine);
    const refreshed = await engine.run(["refresh", "--yes", "--skip-preview", "--stack", stack]);
    expect(refreshed.output).toMatch(/~ 1 updated/);
    const { calls } = await watched(engine, ["up", "--yes", "--skip-preview", "--stack", stack]);
    expect(
      calls.filter(({ method }) => method !== "check" && method !== "diff" && method !== "read").map(({ method, urn }) => [method, urn]),
    ).toEqual([["update", victim.urn]]);
    expect(engine.cloud.get(victim.urn, victim.id)?.inputs).toEqual(victim.inputs);
  });

  test("a changed setting changes in place what it should, and replaces nothing that holds data", async () => {
    await withImage(engine, stack, "2");
    const { code, calls } = await watched(engine, ["up", "--yes", "--skip-preview", "--stack", stack]);
    expect(code).toBe(0);
    const updated = calls.filter(({ method }) => method === "update").map(({ urn }) => typeIn(urn));
    expect(updated).toContain("kubernetes:apps/v1:Deployment");
    const gone = calls.filter(({ method }) => method === "delete").map(({ urn }) => typeIn(urn));
    expect(gone.filter(holdsData)).toEqual([]);
  });

  test("its end is refused while data is protected; once the settings say that it may go, nothing is left but the keys of the last snapshots", async () => {
    if (isEnvironmentName(stack) && tiers[stack].data === "protected") {
      const before = engine.cloud.all().length;
      const refused = await engine.run(["destroy", "--yes", "--stack", stack]);
      expect(refused.code).not.toBe(0);
      expect(refused.output).toContain("protected");
      expect(engine.cloud.all()).toHaveLength(before);
      await engine.set(stack, { ...(await engine.settings(stack)), decommission: true });
      const { calls } = await watched(engine, ["up", "--yes", "--skip-preview", "--stack", stack]);
      expect(calls.filter(({ method, urn }) => method === "delete" && holdsData(typeIn(urn)))).toEqual([]);
    }
    await engine.demand("destroy", "--yes", "--skip-preview", "--stack", stack);
    expect(await engine.state(stack)).toEqual([]);
    // What is retained is no longer in the state, and still in the cloud: the keys that the last snapshots need.
    const left = engine.cloud.all().map(({ type }) => type);
    expect(left.filter((type) => !retained.has(type))).toEqual([]);
    expect(left.length > 0).toBe(stack !== "kubernetes");
  });
});

function secretValue(value: unknown): { readonly value: string } {
  const inner: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "value") : value;
  if (typeof inner !== "string") throw new Error("a drawn password is no text");
  return { value: inner };
}
