// Each victim killed once at each moment of a fault's life: nothing is left, and the run can be ended.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Outputs } from "../model/outputs.ts";
import { lookAt, readOutputs, type Look } from "./clean.ts";
import { crash, moments, victims } from "./crash-points.ts";
import { Gameday } from "./gameday-process.ts";
import { tellLogsOnFailure } from "./post-mortem.ts";

const minutes = 60_000;
let gameday: Gameday;
let outputs: Outputs;
let before: Look;

beforeAll(async () => {
  gameday = await Gameday.create();
  const up = await gameday.run("up", "local");
  expect(up.code, up.output).toBe(0);
  outputs = await readOutputs(/outputs: (.*)$/m.exec(up.output)?.[1] ?? "");
  before = await lookAt(outputs, gameday.home);
  expect(before.held).toEqual([]);
}, 3 * minutes);
afterAll(() => gameday[Symbol.asyncDispose](), minutes);

describe.for(moments)("at %s", (moment) => {
  test.for(victims)("%s is killed", { timeout: 2 * minutes }, async (victim) => {
    tellLogsOnFailure(gameday.home);
    const { code, look, secondsToClean } = await crash(gameday, outputs, moment, victim, before);
    expect(look).toEqual(before);
    expect(secondsToClean).not.toBeNull();
    if (victim === "guardian" || victim === "toxiproxy" || victim === "k6") {
      // The run came to an end of its own, and knows of nothing left.
      expect([0, 1, 2, 3]).toContain(code);
      return;
    }
    const ended = await gameday.run("resume", "--finish", "--events");
    expect(ended.code, ended.output.slice(-2_000)).toBe(2);
    expect(await lookAt(outputs, gameday.home)).toEqual(before);
  });
});
