// The one account that a plan's faults run as may do what each of their experiments needs, where it needs it.
import { expect, test } from "vitest";
import { renderFault } from "../chaos/catalogue.ts";
import { experimentLibrary } from "../chaos/litmus/library.ts";
import { policyRules } from "../chaos/litmus/parts/permissions.ts";
import { exampleClusterOutputs } from "../chaos/testing/example-cluster-outputs.ts";
import { homeRules, targetRules } from "../components/chaos-platform/rights.ts";
import { faultSchema } from "../model/fault/fault.ts";

type Rules = typeof homeRules;

const single = (rules: Rules): string[] =>
  rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group}/${resource}`))),
  );

const faults = [
  { kind: "process-kill" },
  { kind: "network-latency", latency: 1 },
  { kind: "network-jitter", latency: 1, jitter: 1 },
  { kind: "bandwidth-limit", kilobytesPerSecond: 1 },
  { kind: "network-stall" },
  { kind: "connection-reset" },
  { kind: "region-partition", region: "us-east-1" },
  { kind: "dependency-errors", dependency: "experts", share: 1 },
  { kind: "cpu-hog", cores: 1, load: 1 },
  { kind: "memory-hog", megabytes: 1 },
  { kind: "disk-fill" },
  { kind: "postgres-primary-loss" },
  { kind: "redis-primary-loss" },
].map((fault) => faultSchema.parse(fault));

const used = new Set(
  faults.flatMap((fault) => {
    const facts = { postgresPrimary: "us-east-1", redisPrimary: "us-east-1" };
    const rendered = renderFault(fault, { id: "fault", outputs: exampleClusterOutputs, facts, folder: "/runs/one", duration: 10 });
    if (!rendered.supported) throw new Error(rendered.reason);
    return (rendered.script.settle ?? []).flatMap((step) => (step.kind === "engine-settled" ? [step.experiment] : []));
  }),
);
const experiments = experimentLibrary.filter(({ name }) => used.has(name));

test("faults of plans come down to ten experiments", () => {
  expect(experiments).toHaveLength(10);
  expect(experiments).toHaveLength(used.size);
});

test.for(experiments.map((row) => [row.name, row] as const))("%s", ([, { permissions }]) => {
  const { home, target, cluster } = permissions;
  expect(single(homeRules)).toEqual(expect.arrayContaining(single(policyRules(home))));
  expect(single(targetRules)).toEqual(expect.arrayContaining(single(policyRules(target))));
  expect(cluster).toEqual([]);
});
