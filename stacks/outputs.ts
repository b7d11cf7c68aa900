// What an environment publishes: the one document that the controller reads, whichever cloud stands below it.
import { all, type Output } from "@pulumi/pulumi";
import type { CloudGround } from "../components/contract.ts";
import type { EnvironmentPlan } from "../components/environment.ts";
import { publishClusters } from "./clusters.ts";
import { outputsVersion, type OutputsInput } from "../model/outputs.ts";

export function publish(plan: EnvironmentPlan, ground: CloudGround): Output<OutputsInput> {
  const endpoints = ground.regions.map(({ endpoint }) => endpoint);
  return all([ground.entry, all(endpoints)]).apply(([entry, edges]): OutputsInput => ({
    schema: outputsVersion,
    stack: plan.name,
    environment: plan.name,
    entry,
    capabilities: [...ground.capabilities],
    regions: ground.regions.map(({ region }, index) => ({ name: region.name, role: region.role, endpoint: edges[index] })),
    probes: [
      { id: "entry", label: "the global entry answers", observe: { kind: "http", url: new URL("/healthz", entry).href } },
      ...ground.regions.map(({ region }, index) => ({
        id: `edge:${region.name}`,
        label: `the edge of ${region.name} is ready`,
        observe: { kind: "http" as const, url: new URL("/readyz", edges[index]).href },
      })),
    ],
    ...publishClusters(plan, ground),
    load: { scenarios: ["mixed", "consensus", "read-heavy", "queue"] },
  }));
}
