// Prices: what is read in two sources agrees, what is derived says so, and every row has a source and a day.
import { expect, test } from "vitest";
import { awsMachines, awsPrices, awsPriceRegions } from "./aws.ts";
import { googlePrices } from "./google.ts";
import { sources } from "./sources.ts";
import { priceOf } from "./table.ts";

test.for([
  // Karpenter's list of us-east-1, and SkyPilot's of all regions, read row by row.
  ["machine:m6i.2xlarge", "us-east-1", 0.384],
  ["machine:m6i.8xlarge", "eu-west-1", 1.712],
  ["machine:m6i.4xlarge", "ap-southeast-1", 0.96],
  ["machine:c6i.2xlarge", "us-east-1", 0.34],
  ["machine:c6i.8xlarge", "eu-west-1", 1.4592],
  ["machine:c6i.4xlarge", "ap-southeast-1", 0.784],
  // Infracost: three of cache.m6g.12xlarge, 2,190 hours, $7,789.83.
  ["machine:cache.m6g.12xlarge", "us-east-1", 7_789.83 / 2_190],
  // Infracost: 730 hours of a transit gateway's attachment, $36.50.
  ["aws:transit-attachment", "us-east-1", 36.5 / 730],
  // Infracost: 70,080 hours of vCPU in a highly available Cloud SQL of Enterprise in us-central1, $5,788.61; e2 costs 1.126 times as much in us-east4.
  ["google:sql-core", "us-east4", ((5_788.61 / 70_080) * 1.3 * 0.150_941_64) / 0.134_022_84],
] as const)("%s in %s is what another source says", ([item, region, expected]) => {
  // Lists are rounded: half a percent is what that may make.
  expect(Math.abs((priceOf(item, region)?.usd ?? 0) / expected - 1)).toBeLessThan(0.006);
});

test("a price of another region is marked, and never less than the first region's", () => {
  expect(priceOf("aws:aurora-storage", "us-east-1")).toMatchObject({ usd: 0.1, derived: false });
  const derived = priceOf("aws:aurora-storage", "ap-southeast-1");
  expect(derived).toMatchObject({ derived: true });
  expect(derived?.usd).toBeCloseTo(0.125);
  expect(Math.min(...awsPriceRegions.factors)).toBe(1);
});

test("what nobody has read is null", () => {
  expect(priceOf("machine:p5.48xlarge", "us-east-1")).toBeNull();
  expect(priceOf("machine:m6i.gigantic", "us-east-1")).toBeNull();
  expect(priceOf("aws:nat", "us-west-2")).toBeNull();
});

test("every source has a day, is used, and no price is zero", () => {
  const rows = [...Object.values(awsPrices), ...Object.values(awsMachines), ...Object.values(googlePrices)];
  const used = new Set<string>(rows.flatMap((row) => [...row.sources]));
  expect(Object.keys(sources).filter((name) => !used.has(name))).toEqual([]);
  expect(Object.values(sources).filter(({ date }) => !/^202[56]-\d\d-\d\d$/.test(date))).toEqual([]);
  expect(rows.filter(({ usd }) => (typeof usd === "number" ? [usd] : usd).some((one) => one !== null && one <= 0))).toEqual([]);
});
