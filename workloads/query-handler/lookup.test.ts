// Where a consultation is looked for, and in which order.
import { expect, test } from "vitest";
import { createLookup } from "./lookup.ts";

const row = { id: "1", question: "q", answer: "a", agreement: 1, experts: 3, region: "us" };

function setUp(places: { readonly cache?: string; readonly here?: readonly object[] | null; readonly primary?: readonly object[] }) {
  const steps: string[] = [];
  const answer = <T>(step: string, value: T): T => (steps.push(step), value);
  const rows = (values: readonly object[]) => JSON.parse(JSON.stringify(values));
  return {
    steps,
    lookup: createLookup(
      { get: async () => answer("cache", places.cache ?? null), fill: () => void steps.push("fill") },
      {
        readHere: async () => answer("here", places.here === null ? null : rows(places.here ?? [])),
        readPrimary: async () => answer("primary", rows(places.primary ?? [])),
      },
      (result) => void steps.push(result),
    ),
  };
}

test("a hit asks nobody else", async () => {
  const { steps, lookup } = setUp({ cache: "text" });
  expect(await lookup.find("1")).toBe("text");
  expect(steps).toEqual(["cache", "hit"]);
});

test("a miss is read here and kept", async () => {
  const { steps, lookup } = setUp({ here: [row] });
  expect(JSON.parse((await lookup.find("1")) ?? "")).toEqual(row);
  expect(steps).toEqual(["cache", "miss", "here", "fill"]);
});

test.each([
  ["lags behind", []],
  ["is down", null],
])("when the own server %s the primary is asked", async (_why, here) => {
  const { steps, lookup } = setUp({ here, primary: [row] });
  expect(await lookup.find("1")).not.toBeNull();
  expect(steps).toEqual(["cache", "miss", "here", "primary", "fill"]);
});

test("what nobody has is not there", async () => {
  expect(await setUp({}).lookup.find("1")).toBeNull();
});
