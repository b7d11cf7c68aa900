// From settings to a plan, or to everything that is wrong with them in one message.
import { Config } from "@pulumi/pulumi";
import { setAllConfig } from "@pulumi/pulumi/runtime/config.js";
import { expect, test } from "vitest";
import { environmentNames } from "../../model/tiers.ts";
import { UserError, type Problem } from "../../model/user-error.ts";
import { missingSecrets } from "../secrets.ts";
import { overlap } from "./addresses.ts";
import { multiplyRegions } from "./multiply.ts";
import { largest, planEnvironment } from "./plan.ts";

const settings = {
  owner: "platform",
  costCentre: "reliability",
  alertEmail: "platform@example.com",
  domain: "base.example.com",
  image: { repository: "ghcr.io/example/workloads", digest: `sha256:${"a".repeat(64)}` },
  sourceRepository: "example/proving-ground",
  aws: { accountId: "111122223333" },
  google: { project: "proving-ground" },
};

function problemsOf(name: "base" | "stress" | "ultimate", given: unknown, further: readonly Problem[] = []): readonly Problem[] {
  try {
    planEnvironment(name, given, further);
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
}

test.for([...environmentNames])("%s: three regions, primary first, no two of which share addresses; their shares are one", (name) => {
  const { regions, phases, size, tier } = planEnvironment(name, settings);
  expect(regions.map(({ role }) => role)).toEqual(["primary", "secondary", "tertiary"]);
  for (const one of regions) for (const other of regions) expect(overlap(one.addressSpace, other.addressSpace)).toBe(one === other);
  expect(regions.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  expect(phases).toEqual(tier.phases);
  expect(size).toEqual(largest(phases));
});

test("a region that goes moves no other one's addresses, and its share goes to those that stay", () => {
  const [, , last] = planEnvironment("base", settings).regions;
  const fewer = planEnvironment("base", { ...settings, regions: ["us-east-1", "ap-southeast-1"] }).regions;
  expect(fewer[1]?.addressSpace).toBe(last?.addressSpace);
  expect(fewer.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
});

test.for([
  [
    "an unknown region",
    { regions: ["us-east-1", "eu-wset-1"] },
    { path: "regions[1]", message: "eu-wset-1 is no region of base", remedy: "did you mean eu-west-1?" },
  ],
  ["a missing primary", { regions: ["eu-west-1"] }, { path: "regions", message: "the primary, us-east-1, is missing", remedy: "name it" }],
  [
    "an address space that is too small",
    { addressSpace: "10.16.0.0/15" },
    { path: "addressSpace", message: "too small for 3 regions of a /16 each", remedy: "give a /14" },
  ],
  [
    "an address space that overlaps what is forbidden",
    { forbiddenNetworks: ["10.20.0.0/16"] },
    { path: "addressSpace", message: "10.16.0.0/12 overlaps 10.20.0.0/16", remedy: "choose another range" },
  ],
  [
    "an address space that is none",
    { addressSpace: "10.16" },
    { path: "addressSpace", message: "an address range is written like", remedy: undefined },
  ],
  [
    "a phase that the tier does not allow",
    { phases: ["idle", "extreme"] },
    { path: "phases[1]", message: "extreme is not allowed in the tier base", remedy: "choose a larger environment" },
  ],
  ["a phase that is none", { phases: ["idel"] }, { path: "phases[0]", message: 'is "idel"', remedy: "did you mean idle?" }],
  ["a missing account", { aws: undefined }, { path: "aws", message: "is missing", remedy: "say which account" }],
  [
    "a tag in place of a digest",
    { image: { repository: "x", digest: "latest" } },
    { path: "image.digest", message: "tags are not taken", remedy: undefined },
  ],
  ["a key that nobody knows", { ownr: "me" }, { path: "ownr", message: "is not a known key", remedy: "correct its spelling" }],
] as const)("%s", ([, given, { path, message, remedy }]) => {
  expect(problemsOf("base", JSON.parse(JSON.stringify({ ...settings, ...given })))).toMatchObject([
    { path, message: expect.stringContaining(message), ...(remedy === undefined ? {} : { remedy: expect.stringContaining(remedy) }) },
  ]);
});

test("everything at once, secrets too, in one message with the file's name", () => {
  setAllConfig({ "proving-ground:apiKey": "here" }, ["proving-ground:apiKey"]);
  const secrets = missingSecrets("base", new Config("proving-ground"));
  const bad = { ...settings, owner: "", regions: ["us-east-1", "mars"], phases: ["chaos"], addressSpace: "10.0.0.0/16" };
  const problems = problemsOf("base", bad, secrets);
  expect(problems.map(({ path }) => path).toSorted()).toEqual(["addressSpace", "grafanaPassword", "owner", "phases[0]", "regions[1]"]);
  expect(problems.find(({ path }) => path === "grafanaPassword")?.remedy).toBe("pulumi config set --secret grafanaPassword --stack base");
  expect(() => planEnvironment("base", bad, secrets)).toThrow(
    /^the settings of base \(stacks\/settings\/Pulumi\.base\.yaml\) have 5 problems:\n(?: {2}.+\n){4} {2}.+$/,
  );
});

test("the size is the largest of every column, not the last phase's row", () => {
  expect(largest(["extreme", "chaos"])).toMatchObject({ phase: "chaos", cores: 256 });
  expect(largest(["heavy", "idle"])).toMatchObject({ phase: "heavy", cores: 64 });
});

test("regions three times, for measuring: nine names, one primary, nine ranges, shares that are one", () => {
  const plan = multiplyRegions(planEnvironment("base", settings), 3);
  expect(new Set(plan.regions.map(({ name }) => name)).size).toBe(9);
  // A name that held another one would be taken for it.
  for (const one of plan.regions) for (const other of plan.regions) expect(one.name.includes(other.name)).toBe(one === other);
  expect(plan.regions.filter(({ role }) => role === "primary")).toHaveLength(1);
  for (const one of plan.regions) for (const other of plan.regions) expect(overlap(one.addressSpace, other.addressSpace)).toBe(one === other);
  expect(plan.regions.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
  expect(plan.regions.every(({ name, zones }) => zones.every((zone) => zone.startsWith(name)))).toBe(true);
  expect(() => multiplyRegions(plan, 4)).toThrow(RangeError);
});
