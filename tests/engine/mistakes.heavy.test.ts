// Mistakes in an environment's settings, as the engine tells them: all at once, in words, before anything is created.
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Engine } from "./engine.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });

let engine: Engine;
beforeAll(async () => void (engine = await Engine.create("base")));
afterAll(() => engine[Symbol.asyncDispose]());

test("every problem is told with its place and what to do, no stack of calls, and nothing is created", async () => {
  await engine.demand("config", "rm", "apiKey", "--stack", "base");
  await engine.set("base", {
    ...(await engine.settings("base")),
    regions: ["us-east-1", "eu-west-2"],
    phases: ["light", "extreme"],
    addressSpace: "10.16.0.0/15",
    owner: "",
  });
  const { code, output } = await engine.run(["up", "--yes", "--stack", "base"]);
  expect(code).not.toBe(0);
  for (const told of [
    "owner: must not be empty",
    "regions[1]: eu-west-2 is no region of base — did you mean eu-west-1? use some of us-east-1, eu-west-1, ap-southeast-1",
    "phases[1]: extreme is not allowed in the tier base — its phases are idle, baseline, light; choose a larger environment",
    "addressSpace: 10.16.0.0/15 is too small for 3 regions of a /16 each — give a /14 or larger",
    "apiKey: is a secret that is not set — pulumi config set --secret apiKey --stack base",
  ])
    expect(output).toContain(told);
  expect(output).not.toMatch(/^\s+at .*\.ts:\d+/m);
  expect(engine.cloud.all()).toEqual([]);
});
