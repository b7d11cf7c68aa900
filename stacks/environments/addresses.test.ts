// Address ranges as arithmetic: parts never overlap and lie in the whole; what is no range is refused.
import fc from "fast-check";
import { expect, test } from "vitest";
import { cut, overlap } from "./addresses.ts";

const range = fc
  .tuple(fc.nat(2 ** 32 - 1), fc.integer({ min: 0, max: 30 }))
  .map(([value, bits]) => `${[24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".")}/${bits}`);

test("two parts of a range overlap each other only if they are the same, and the whole always", () => {
  const parts = fc.tuple(range, fc.nat(6), fc.nat(63), fc.nat(63));
  fc.assert(
    fc.property(parts, ([whole, more, one, other]) => {
      const bits = Math.min(32, Number(whole.split("/")[1]) + more);
      const count = 2 ** (bits - Number(whole.split("/")[1]));
      const [a, b] = [one % count, other % count];
      expect(overlap(cut(whole, bits, a), cut(whole, bits, b))).toBe(a === b);
      expect(overlap(cut(whole, bits, a), whole)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test("overlap is mutual", () => {
  fc.assert(fc.property(range, range, (one, other) => overlap(one, other) === overlap(other, one)));
});

test.for([
  ["10.16.0.0/12", 16, 0, "10.16.0.0/16"],
  ["10.16.0.0/12", 16, 15, "10.31.0.0/16"],
  // An address inside a range stands for the range.
  ["10.16.3.4/12", 16, 1, "10.17.0.0/16"],
  ["0.0.0.0/0", 1, 1, "128.0.0.0/1"],
] as const)("%s cut to /%i, part %i, is %s", ([whole, bits, index, part]) => {
  expect(cut(whole, bits, index)).toBe(part);
});

test.for([
  ["10.16.0.0/12", 16, 16],
  ["10.16.0.0/12", 11, 0],
  ["10.16.0.0/12", 16, -1],
  ["10.16.0/12", 16, 0],
  ["10.16.0.256/12", 16, 0],
  ["10.16.0.0/33", 33, 0],
  ["somewhere", 16, 0],
] as const)("%s has no part /%i with number %i", ([whole, bits, index]) => {
  expect(() => cut(whole, bits, index)).toThrow(RangeError);
});
