// The policy pack under the real engine: it refuses, allows and says the same as the judging in one process does, of the same environment. The clouds are twins.
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { recordEstate } from "../../gameday/adapters/recorded-estate.ts";
import { environmentNames, type EnvironmentName } from "../../model/tiers.ts";
import { isRefused, judgeEstate } from "../../policies/judge.ts";
import { toldOf } from "../../policies/told.ts";
import { Engine } from "./engine.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const pack = fileURLToPath(new URL("../../policies", import.meta.url));

const eventSchema = z.object({
  policyEvent: z.object({ resourceUrn: z.string().optional(), message: z.string(), policyName: z.string(), enforcementLevel: z.string() }).optional(),
});

/** What the pack says in a preview, a line each. */
async function saidBy(
  engine: Engine,
  stack: string,
): Promise<{ readonly code: number | null; readonly said: readonly string[]; readonly output: string }> {
  const { code, output } = await engine.run(["preview", "--json", "--stack", stack, "--policy-pack", pack], {
    PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
  });
  const events = output.split("\n").flatMap((line) => (line.startsWith("{") ? [eventSchema.parse(JSON.parse(line))] : []));
  const said = events.flatMap(({ policyEvent: found }) =>
    found === undefined ? [] : [lineOf(found.policyName, found.enforcementLevel, found.resourceUrn ?? "", found.message)],
  );
  return { code, said: said.toSorted(), output };
}

/** By the resource's own type and name: of the types above it a recording keeps one, the engine all. */
const lineOf = (rule: string, level: string, urn: string, message: string): string =>
  `${rule} ${level} ${urn.includes("::pulumi:pulumi:Stack::") ? "" : (urn.split("$").at(-1) ?? "")} ${message.trim().replaceAll("\n", " ")}`;

/** `npm run soak -- environments` takes all of them. */
const stacks: readonly EnvironmentName[] = process.env["GAMEDAY_SOAK"] === undefined ? ["kubernetes"] : environmentNames;

describe.for(stacks)("%s", (stack) => {
  let engine: Engine;
  beforeAll(async () => void (engine = await Engine.create(stack)));
  afterAll(() => engine[Symbol.asyncDispose]());

  test("the engine's preview and the judging in one process say the same, of what is known, unknown and waived", async () => {
    const { code, said, output } = await saidBy(engine, stack);
    expect({ code, output: code === 0 ? "" : output.slice(-3_000) }).toEqual({ code: 0, output: "" });
    const { estate } = await recordEstate(stack);
    const results = judgeEstate(estate, { tier: stack, now: new Date() });
    expect(results.filter(isRefused)).toEqual([]);
    expect(results.some(({ state }) => state === "unknown")).toBe(true);
    const told = results.map((result) => lineOf(result.rule, isRefused(result) ? "mandatory" : "advisory", result.urn ?? "", toldOf(result)));
    expect(said).toEqual(told.toSorted());
  });
});
