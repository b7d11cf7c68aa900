// What is read out of an estate: its inventory, whether its regions are equal, and what a change changes.
import { expect, test } from "vitest";
import { diffOf } from "./diff.ts";
import { inventoryOf, spokenType } from "./inventory.ts";
import { regionDifferences } from "./regions.ts";
import type { Resource } from "./resource.ts";
import { testEstate, testRegions, testResource } from "./testing/estate.ts";

const regionsOwn = (region: string, index: number, given: Partial<Resource>[] = []): readonly Resource[] => [
  testResource("aws:ec2/vpc:Vpc", `main-${region}`, { region, inputs: { cidrBlock: `10.${16 + index}.0.0/16` } }),
  testResource("aws:ec2/subnet:Subnet", `private-${region}-a`, {
    region,
    inputs: { region, availabilityZone: `${region}a`, cidrBlock: `10.${16 + index}.4.0/22`, tags: { place: `in ${region}` } },
    ...given[0],
  }),
];
const equal = testEstate(testRegions.flatMap((region, index) => regionsOwn(region, index)));

test("an inventory counts each type in each region, components and providers aside", () => {
  const estate = testEstate([
    ...equal.resources,
    testResource("aws:route53/zone:Zone", "zone"),
    testResource("gameday:network:AwsNetwork", "network", { component: true }),
    testResource("pulumi:providers:aws", "aws"),
  ]);
  expect(inventoryOf(estate)).toEqual([
    { type: "aws:ec2/subnet:Subnet", global: 0, regions: [1, 1, 1], total: 3 },
    { type: "aws:ec2/vpc:Vpc", global: 0, regions: [1, 1, 1], total: 3 },
    { type: "aws:route53/zone:Zone", global: 1, regions: [0, 0, 0], total: 1 },
  ]);
  expect(spokenType("aws:ec2/natGateway:NatGateway")).toBe("aws ec2 NatGateway");
  expect(spokenType("kubernetes:apps/v1:Deployment")).toBe("kubernetes apps Deployment");
});

test("regions are equal up to their names, zones and addresses", () => {
  expect(regionDifferences(equal)).toEqual([]);
});

test("what a region has more, less or otherwise is told with its place", () => {
  const [first, second, third] = testRegions;
  const estate = testEstate([
    ...regionsOwn(first, 0),
    ...regionsOwn(second, 1, [
      { inputs: { region: second, availabilityZone: `${second}a`, cidrBlock: "10.17.4.0/24", tags: { place: `in ${second}` } } },
    ]),
    ...regionsOwn(third, 2).slice(1),
    testResource("aws:sqs/queue:Queue", `odd-${third}`, { region: third }),
  ]);
  expect(regionDifferences(estate)).toMatchObject([
    { region: second, type: "aws:ec2/subnet:Subnet", kind: "input", path: "cidrBlock", first: "<network>.4.0/22", here: "<network>.4.0/24" },
    { region: third, type: "aws:ec2/vpc:Vpc", name: "main-<region>", kind: "missing" },
    { region: third, type: "aws:sqs/queue:Queue", name: "odd-<region>", kind: "extra" },
  ]);
});

test("a change: what comes, goes, is altered in place, and what takes another resource's place", () => {
  const password = testResource("random:index/randomPassword:RandomPassword", "password", { inputs: { length: 24, special: true } });
  const queue = testResource("aws:sqs/queue:Queue", "queue");
  const odd = testResource("aws:iot/thing:Thing", "thing", { inputs: { a: [{ b: 1 }] } });
  const before = testEstate([password, queue, odd]);
  const after = testEstate([
    { ...password, inputs: { length: 32, special: true } },
    { ...odd, inputs: { a: [{ b: 2 }] } },
    testResource("aws:sqs/queue:Queue", "other"),
  ]);
  expect(diffOf(before, after)).toMatchObject({
    created: [{ name: "other" }],
    deleted: [{ name: "queue" }],
    altered: [
      { type: password.type, paths: ["length"], replacedBy: ["length"], holdsData: false },
      { type: odd.type, paths: ["a[0].b"], replacedBy: [], holdsData: null },
    ],
    unknownTypes: ["aws:iot/thing:Thing"],
  });
  expect(diffOf(before, before)).toEqual({ created: [], deleted: [], altered: [], unknownTypes: [] });
});
