// What exists: every environment, its cloud and its regions.
import type { EnvironmentPlan } from "../../components/environment.ts";
import type { EnvironmentName } from "../../model/tiers.ts";
import { awsRegions, googleRegions, namespaceRegions, type RegionRow } from "./topology.ts";

interface Environment {
  readonly cloud: EnvironmentPlan["cloud"];
  readonly regions: readonly RegionRow[];
}

export const environments = {
  base: { cloud: "aws", regions: awsRegions },
  stress: { cloud: "aws", regions: awsRegions },
  chaos: { cloud: "aws", regions: awsRegions },
  ultimate: { cloud: "aws", regions: awsRegions },
  google: { cloud: "google", regions: googleRegions },
  kubernetes: { cloud: "kubernetes", regions: namespaceRegions },
} as const satisfies Record<EnvironmentName, Environment>;
