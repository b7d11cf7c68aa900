// The other environments on the real engine: up from nothing, a dead region that stops nobody, and down. The clouds are twins.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Engine } from "./engine.ts";
import { ofProviders, refuse, watched, withImage } from "./life.ts";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });

const page = await readFile(join(fileURLToPath(new URL("../..", import.meta.url)), "docs/operations.md"), "utf8");
/** The page's command of that beginning, for a stack and a region. */
function documented(beginning: string, stack: string, region = ""): string[] {
  const line = page.split("\n").find((text) => text.startsWith(`pulumi ${beginning}`));
  if (line === undefined) throw new Error(`docs/operations.md has no command that begins with pulumi ${beginning}`);
  const words = line.replaceAll("<stack>", stack).replaceAll("<region>", region).replaceAll('"', "").split(" ").slice(1);
  return [...words, "--yes", "--skip-preview"];
}

describe.for(["base", "stress", "chaos", "kubernetes"])("%s", (stack) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.create(stack);
    await withImage(engine, stack);
  });
  afterAll(() => engine[Symbol.asyncDispose]());

  test("comes up from nothing: a preview, then everything that the engine knows is there", async () => {
    const { code, output } = await engine.run(["up", "--yes", "--stack", stack]);
    expect({ code, output: code === 0 ? "" : output.slice(-3_000) }).toEqual({ code: 0, output: "" });
    expect(ofProviders(await engine.state(stack))).toHaveLength(engine.cloud.all().length);
  });

  const withDeadRegion = stack === "base" ? test : null;
  withDeadRegion?.("with one region dead, the other two are changed as the page says, and nothing of the dead one is touched", async () => {
    const dead = "eu-west-1";
    await withImage(engine, stack, "2");
    refuse(engine, dead);
    const stopped = await engine.run(["up", "--yes", "--skip-preview", "--stack", stack]);
    expect(stopped.code).not.toBe(0);
    expect(stopped.output).toContain(`${dead} does not answer`);

    const { code, output, calls } = await watched(engine, documented("up --stack <stack> --exclude", stack, dead));
    expect({ code, output: code === 0 ? "" : output.slice(-3_000) }).toEqual({ code: 0, output: "" });
    expect(calls.filter(({ urn }) => urn.includes(dead))).toEqual([]);
    const updated = calls.filter(({ method, urn }) => method === "update" && urn.includes("kubernetes:apps/v1:Deployment"));
    for (const region of ["us-east-1", "ap-southeast-1"]) expect(updated.some(({ urn }) => urn.includes(region)) ? "" : region).toBe("");

    refuse(engine);
    const after = await watched(engine, ["up", "--yes", "--skip-preview", "--stack", stack]);
    expect(after.code).toBe(0);
    expect(after.calls.filter(({ method, urn }) => method === "update" && !urn.includes(dead)).map(({ urn }) => urn)).toEqual([]);
  });

  test("goes down: nothing is left but what is protected and what that stands on", async () => {
    const before = await engine.state(stack);
    const guarded = before.filter((resource) => resource.protect === true).map(({ urn }) => urn);
    expect(guarded.length > 0).toBe(stack === "chaos");
    if (guarded.length === 0) {
      await engine.demand("destroy", "--yes", "--skip-preview", "--stack", stack);
      expect(await engine.state(stack)).toEqual([]);
      return;
    }
    const { code } = await engine.run(documented("destroy --stack <stack> --exclude-protected", stack));
    expect(code).toBe(0);
    const left = (await engine.state(stack)).map(({ urn }) => urn);
    expect(left).toEqual(expect.arrayContaining(guarded));
    expect(left.length).toBeLessThan(before.length / 2);
  });
});
