// A region is cut into parts that never overlap.
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressAndLength, longestPrefix, planGoogleAddresses } from "./google-addresses.ts";

const spaces = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 8, max: longestPrefix }))
  .map(([address, bits]) => `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".")}/${bits}`);

const span = (range: string): { first: number; last: number } => {
  const { address, prefixLength } = addressAndLength(range);
  const first = address.split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return { first, last: first + 2 ** (32 - prefixLength) - 1 };
};

test("no two parts of any region overlap, and none leaves the region", () => {
  fc.assert(
    fc.property(spaces, (space) => {
      const whole = span(space);
      const parts = Object.values(planGoogleAddresses(space))
        .map(span)
        .toSorted((one, other) => one.first - other.first);
      return parts.every((part, index) => part.first > (parts[index - 1]?.last ?? whole.first - 1) && part.last <= whole.last);
    }),
    { numRuns: 10_000 },
  );
});

test("a region's /16 holds 128 nodes, each with a /24 of pods", () => {
  expect(planGoogleAddresses("10.17.0.0/16")).toEqual({
    pods: "10.17.0.0/17",
    nodes: "10.17.128.0/20",
    services: "10.17.144.0/20",
    data: "10.17.160.0/20",
  });
});

test("a range that is none, or too small, is refused", () => {
  expect(() => planGoogleAddresses("10.17.0.0/21")).toThrow("10.17.0.0/21 is too small");
  expect(() => planGoogleAddresses("10.17.0.256/16")).toThrow("no IPv4 range");
  expect(() => planGoogleAddresses("10.17/16")).toThrow("no IPv4 range");
});
