// A probe's value is the median of its readings, and one that does not hold is told at once.
import { expect, test } from "vitest";
import { observationSchema } from "../../model/fault/observation.ts";
import type { Observer, Seen } from "../ports/fault.ts";
import { lookRepeatedly } from "./probes.ts";

const probe = { observe: observationSchema.parse({ kind: "tcp", host: "127.0.0.1", port: 1 }), readings: 5 };

function observerOf(...answers: (Partial<Seen> & { readonly value: number | null })[]): Observer & { readonly asked: () => number } {
  let asked = 0;
  return { asked: () => asked, look: async () => ({ held: true, detail: "", ...(answers[asked++] ?? { value: null }) }) };
}

test("one hiccup among five readings is not the value", async () => {
  const observer = observerOf({ value: 71 }, { value: 240 }, { value: 70 }, { value: 72 }, { value: 71 });
  expect(await lookRepeatedly(observer, probe)).toMatchObject({ held: true, value: 71 });
  expect(observer.asked()).toBe(5);
});

test("a system that is slow in most readings is slow", async () => {
  const observer = observerOf({ value: 71 }, { value: 240 }, { value: 230 }, { value: 72 }, { value: 250 });
  expect(await lookRepeatedly(observer, probe)).toMatchObject({ value: 230 });
});

test("a reading that does not hold ends the look", async () => {
  const observer = observerOf({ value: 71 }, { held: false, value: 9, detail: "refused" });
  expect(await lookRepeatedly(observer, probe)).toEqual({ held: false, value: 9, detail: "refused" });
  expect(observer.asked()).toBe(2);
});

test("one reading is that reading; without values there is none", async () => {
  expect(await lookRepeatedly(observerOf({ value: 3 }, { value: 5 }), { ...probe, readings: 1 })).toMatchObject({ value: 3 });
  expect(await lookRepeatedly(observerOf(), probe)).toMatchObject({ held: true, value: null });
});
