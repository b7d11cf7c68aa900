// The engine killed in the middle of an update: what the documented way back leaves. Checkpoints are on, as they are for a user.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Engine } from "./engine.ts";
import { ofProviders, watched, withImage } from "./life.ts";
import { give } from "./twin/orders.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });

const stack = "kubernetes";
const checkpoints = { PULUMI_SKIP_CHECKPOINTS: "false" };
const update = ["up", "--yes", "--skip-preview", "--stack", stack] as const;

let engine: Engine;
beforeAll(async () => void (engine = await Engine.create(stack)));
afterAll(() => engine[Symbol.asyncDispose]());

test("after a kill, cancel and up finish what was begun: each resource once, none forgotten, nothing pending", async () => {
  await withImage(engine, stack);
  give(engine.twin, { slow: 100 });
  const started = engine.start(update, checkpoints);
  const ended = new Promise((resolve) => started.on("exit", resolve));
  await vi.waitFor(() => expect(engine.cloud.all().length).toBeGreaterThan(20), { timeout: 120_000, interval: 50 });
  if (started.pid === undefined) throw new Error("the engine did not start");
  process.kill(-started.pid, "SIGKILL");
  await ended;
  await sleep(200); // A twin that was in the middle of a creation finishes it, as a cloud would.
  give(engine.twin, {});
  const had = engine.cloud.all().length;

  const refused = await engine.run(update);
  expect(refused.code).not.toBe(0);
  expect(refused.output).toContain("locked");
  await engine.demand("cancel", "--yes", stack);
  const { code, output, calls } = await watched(engine, update);
  expect({ code, output: code === 0 ? "" : output.slice(-3_000) }).toEqual({ code: 0, output: "" });

  // What was drawn at random and not written down is drawn again; it stands nowhere.
  const cloud = engine.cloud.all().filter(({ type }) => !type.startsWith("random:"));
  const known = ofProviders(await engine.state(stack)).filter(({ type }) => !type.startsWith("random:"));
  expect(known.map(({ urn }) => urn).toSorted()).toEqual(cloud.map(({ urn }) => urn).toSorted());
  const created = calls.filter(({ method }) => method === "create").length;
  expect(created).toBeGreaterThanOrEqual(engine.cloud.all().length - had);
  expect((await engine.run(["preview", "--expect-no-changes", "--stack", stack])).code).toBe(0);
});
