// Bills: three by hand, what is unknown, what is free, and the budget rule.
import { expect, test } from "vitest";
import { testEstate, testResource } from "../testing/estate.ts";
import { billOf } from "./bill.ts";
import { judge } from "./judge.ts";
import { workedBills } from "./testing/bills.ts";
import { usageFor, usageOf } from "./usage.ts";

const usage = usageOf("base");
const one = (type: string, region: string | null = "us-east-1", inputs: Record<string, unknown> = {}): ReturnType<typeof testEstate> =>
  testEstate([testResource(type, "it", { region, inputs })], { regions: ["us-east-1"] });

test.for(workedBills)("$title: the bill that was worked out by hand, to the cent", ({ estate, usage: used, total }) => {
  const bill = billOf(estate, used);
  expect(bill.unknown).toEqual([]);
  expect(bill.total).toBeCloseTo(total, 2);
  // Every line says how it comes to its sum.
  expect(bill.lines.filter(({ basis }) => !/: [\d,.]+ .+ at \$[\d.e-]+$/.test(basis))).toEqual([]);
});

test("a type without a rule, a machine without a price and a region without prices are unknown, never zero", () => {
  expect(billOf(one("aws:neptune/cluster:Cluster"), usage)).toMatchObject({
    total: 0,
    lines: [],
    unknown: [{ why: "no rule says what this type costs" }],
  });
  const machine = one("aws:rds/clusterInstance:ClusterInstance", "us-east-1", { instanceClass: "db.x99.large" });
  expect(billOf(machine, usage).unknown).toMatchObject([{ why: "machine:db.x99.large has no price in us-east-1" }]);
  expect(billOf(one("aws:ec2/natGateway:NatGateway", "mars-north-1"), usage).unknown).toHaveLength(2);
});

test("what costs nothing is a row that says why", () => {
  expect(billOf(one("aws:ec2/subnet:Subnet"), usage).free).toEqual([{ type: "aws:ec2/subnet:Subnet", count: 1, why: "AWS asks nothing for it" }]);
  expect(billOf(one("kubernetes:apps/v1:Deployment"), usage).free).toMatchObject([{ why: "runs on a cluster that is there already" }]);
});

test("the budget rule: kept, over the budget, an unknown price where none may be, too many elsewhere", () => {
  const bill = billOf(one("aws:ec2/natGateway:NatGateway"), usage);
  expect(judge(bill, 10_000)).toEqual([]);
  expect(judge(bill, null)).toEqual([]);
  expect(judge(bill, 10)).toMatchObject([
    { path: "total", message: expect.stringMatching(/^\$\d+ a month is \$\d+ over the tier's budget of \$10$/) },
  ]);
  expect(judge(billOf(one("aws:rds/oddity:Oddity"), usage), null)).toMatchObject([{ message: expect.stringContaining("its price is unknown") }]);
  const known = Array.from({ length: 19 }, (_, index) => testResource("aws:iam/role:Role", `role-${index}`));
  const odd = (count: number): ReturnType<typeof testEstate> =>
    testEstate([...known, ...Array.from({ length: count }, (_, index) => testResource("aws:iot/oddity:Oddity", `odd-${index}`))]);
  expect(judge(billOf(odd(1), usage), null)).toEqual([]);
  expect(judge(billOf(odd(2), usage), null)).toMatchObject([{ path: "unknown", message: "2 of 21 resources have no known price, more than 5 %" }]);
});

test("use follows the phases: twice the game days, twice the requests; more phases, never less of anything", () => {
  const [few, twice, more] = [usageFor(["idle", "baseline"], 1), usageFor(["idle", "baseline"], 2), usageFor(["idle", "baseline", "light"], 1)];
  expect(few.requests).toBe(15 * 60 * 100);
  expect(few.loadHours).toBe(0.25);
  expect(twice.requests).toBe(2 * few.requests);
  expect(Object.entries(few).filter(([key, value]) => value > (Object.entries(more).find(([name]) => name === key)?.[1] ?? 0))).toEqual([]);
  expect(() => usageOf("elsewhere")).toThrow(RangeError);
});

test("a Karpenter pool costs what it may add, while another region is gone", () => {
  const pool = testResource("kubernetes:karpenter.sh/v1:NodePool", "surge", {
    region: "us-east-1",
    inputs: { apiVersion: "karpenter.sh/v1", kind: "NodePool", spec: { limits: { cpu: "40" } } },
  });
  const cluster = testResource("aws:eks/cluster:Cluster", "cluster", { region: "us-east-1" });
  const { lines } = billOf(testEstate([cluster, pool], { regions: ["us-east-1"] }), { ...usage, faultHours: 2 });
  expect(lines.find(({ name }) => name === "surge")).toMatchObject({ category: "compute", monthly: 20 * 2 * 0.096 });
});
