// Subnets never overlap and never leave their region, whatever the region is like.
import fc from "fast-check";
import { expect, test } from "vitest";
import { fewestZones, longestPrefix, planSubnets, segments } from "./subnet-plan.ts";

interface Topology {
  readonly space: string;
  readonly zones: readonly string[];
}

const topologies: fc.Arbitrary<Topology> = fc
  .record({
    address: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    bits: fc.integer({ min: 8, max: longestPrefix }),
    letters: fc.shuffledSubarray(Array.from("abcdefgh"), { minLength: fewestZones }),
  })
  .map(({ address, bits, letters }) => ({
    space: `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".")}/${bits}`,
    zones: letters.map((letter) => `eu-west-1${letter}`),
  }));

const valueOf = (range: string): number => (range.split("/")[0] ?? "").split(".").reduce((sum, byte) => sum * 256 + Number(byte), 0);

const span = (range: string): { first: number; last: number } => {
  const size = 2 ** (32 - Number(range.split("/")[1]));
  const first = Math.floor(valueOf(range) / size) * size;
  return { first, last: first + size - 1 };
};

test("no two subnets of any region overlap, none leaves the region, and each begins where its length allows", () => {
  fc.assert(
    fc.property(topologies, ({ space, zones }) => {
      const whole = span(space);
      const ranges = planSubnets(space, zones).flatMap((zone) => segments.map((segment) => zone[segment]));
      const spans = ranges.map(span).toSorted((one, other) => one.first - other.first);
      expect({
        count: ranges.length,
        overlapping: spans.filter(({ first }, index) => first <= (spans[index - 1]?.last ?? -1)),
        outside: spans.filter(({ first, last }) => first < whole.first || last > whole.last),
        askew: ranges.filter((range) => span(range).first !== valueOf(range)),
        tooSmallForAws: ranges.filter((range) => Number(range.split("/")[1]) > 28),
      }).toEqual({ count: zones.length * segments.length, overlapping: [], outside: [], askew: [], tooSmallForAws: [] });
    }),
    { numRuns: 10_000 },
  );
});

test("a zone that comes or goes moves no other one's addresses", () => {
  fc.assert(
    fc.property(topologies, ({ space, zones }) => {
      fc.pre(zones.length > fewestZones);
      expect(planSubnets(space, zones.slice(1))).toEqual(planSubnets(space, zones).slice(1));
    }),
    { numRuns: 500 },
  );
});

test("a region's /16: 4,096 addresses a zone for nodes and pods, 1,024 each for the edge and for data", () => {
  expect(planSubnets("10.17.0.0/16", ["eu-west-1a", "eu-west-1b", "eu-west-1c"])).toEqual([
    { zone: "eu-west-1a", private: "10.17.0.0/20", public: "10.17.16.0/22", data: "10.17.20.0/22" },
    { zone: "eu-west-1b", private: "10.17.32.0/20", public: "10.17.48.0/22", data: "10.17.52.0/22" },
    { zone: "eu-west-1c", private: "10.17.64.0/20", public: "10.17.80.0/22", data: "10.17.84.0/22" },
  ]);
});

test.for([
  { space: "10.17.0.0/23", zones: "abc", message: "too small" },
  { space: "10.17.0.256/16", zones: "abc", message: "no IPv4 range" },
  { space: "10.17/16", zones: "abc", message: "no IPv4 range" },
  { space: "10.17.0.0/16", zones: "ab", message: "2 zones" },
  { space: "10.17.0.0/16", zones: "aab", message: "named twice" },
  { space: "10.17.0.0/16", zones: "abz", message: "eu-west-1z has no addresses" },
])("$space over $zones is refused: $message", ({ space, zones, message }) => {
  expect(() =>
    planSubnets(
      space,
      Array.from(zones, (letter) => `eu-west-1${letter}`),
    ),
  ).toThrow(message);
});
