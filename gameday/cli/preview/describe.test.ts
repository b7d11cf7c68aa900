// A preview in the terminal: the sums, what is unknown, what is derived, and nothing of Pulumi's marks.
import { expect, test } from "vitest";
import { previewOf } from "../../../estate/preview.ts";
import { unknownValue } from "../../../estate/resource.ts";
import { testEstate, testRegions, testResource } from "../../../estate/testing/estate.ts";
import { columns } from "./columns.ts";
import { describePreview } from "./describe.ts";

const estate = testEstate(
  [
    ...testRegions.map((region) => testResource("aws:ec2/natGateway:NatGateway", `nat-${region}`, { region })),
    ...testRegions.map((region) => testResource("aws:ec2transitgateway/peeringAttachment:PeeringAttachment", `peer-${region}`, { region })),
    ...testRegions.map((region) => testResource("aws:ec2/subnet:Subnet", `subnet-${region}`, { region })),
    testResource("aws:iot/thing:Thing", "thing"),
  ],
  { environment: "ultimate", outputs: { gameday: { entry: unknownValue } } },
);

test("cost beside the budget and the design, by region, with what is unknown apart", () => {
  const preview = previewOf(estate);
  const told = describePreview(preview, 4.25);
  expect(told).toMatch(/^ultimate: 10 resources in us-east-1, eu-west-1, ap-southeast-1; recorded in 4\.3 s, nothing created\n/);
  const rows = new Map(told.split("\n").map((row) => [row.slice(0, 20).trim(), row.split(/ {2,}/)]));
  // A gateway's hours, 150 GB through it, and a peering's hours: in us-east-1 730 h × $0.045 + 150 GB × $0.045 + 730 h × $0.05.
  expect(rows.get("bandwidth")?.slice(1)).toEqual(["76.10", "82.92", "97.55", "·", "256.57", "12,000"]);
  expect(rows.get("total")?.at(-1)).toBe("153,000");
  expect(told).toContain("budget 153,000, 0 % of it used");
  expect(told).toContain("2 of 9 charges take another region's price");
  expect(told).toContain("  1 × aws iot Thing: no rule says what this type costs");
  expect(told).toMatch(/\naws ec2 Subnet +1 +1 +1 +· +3\n/);
  expect(told).toContain('"entry": "(known after creation)"');
});

test("an environment without a budget says whose the machines are", () => {
  const { cost, ...preview } = { ...previewOf({ ...estate, environment: "kubernetes" }), cost: null };
  expect(cost).toBeNull();
  expect(describePreview(preview, 1)).toContain("no budget: the cluster is there already");
});

test("columns: words to the left, figures to the right, nothing at a line's end", () => {
  expect(columns([["a", "1"], ["bbb", "22"], ["c"]])).toEqual(["a     1", "bbb  22", "c"]);
  expect(
    columns(
      [
        ["1", "a"],
        ["22", "bbb"],
      ],
      "right-first",
    ),
  ).toEqual([" 1  a", "22  bbb"]);
});
