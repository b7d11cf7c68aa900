// What the rules say in the terminal: what is refused by name, what is waived with its reason, what is unknown by number.
import { expect, test } from "vitest";
import { testEstate } from "../../../estate/testing/estate.ts";
import { judgeEstate } from "../../../policies/judge.ts";
import { seedDeployment } from "../../../policies/testing/seed.ts";
import { describePolicies, refusals } from "./policies.ts";

const waiver = {
  rule: "multi-zone",
  environments: ["google"],
  resource: "aia-*",
  reason: "one zone is enough",
  owner: "platform",
  until: "2026-12-05",
} as const;
const results = judgeEstate(testEstate(seedDeployment, { environment: "google", regions: ["us-east4"] }), {
  tier: "google",
  now: new Date("2026-11-28"),
  waivers: [waiver],
});

test("refusals have their rule, their resource and what to do; what is waived or put right is none", () => {
  const told = refusals(results);
  expect(told).toContainEqual(expect.objectContaining({ path: "mounted-objects aia-alertmanager spec.template.spec.volumes[0].configMap.name" }));
  expect(told.filter(({ path }) => path.startsWith("multi-zone") || path.startsWith("container-resources"))).toEqual([]);
});

test("the terminal tells all of them, each kind in its own words", () => {
  const told = describePolicies(results);
  expect(told).toMatch(new RegExp(`^policies: \\d+ rules; ${refusals(results).length} refused, \\d+ advised, 6 put right, 1 waived, `));
  expect(told).toContain("  put right  container-resources: 6");
  expect(told).toContain("  waived     1 × multi-zone: one zone is enough (until 2026-12-05, platform)");
  expect(told).toContain("refused    public-load-balancers: aia-direct-frontend-lb spec.type: the cluster of us-east4 has 23 public load balancers");
});
