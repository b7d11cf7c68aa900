// An environment as the components see it: one row a region, all else the same for every region.
import type { PhaseName } from "../model/phases.ts";
import type { Region } from "../model/regions.ts";
import type { EnvironmentName, Tier } from "../model/tiers.ts";
import type { Settings } from "./settings.ts";

/** One region: a row of the one table. Whatever differs between regions stands here. */
export interface RegionPlan extends Region {
  /** Three availability zones or more, by their full names. */
  readonly zones: readonly string[];
  /** The region's share of the addresses, such as "10.16.0.0/16"; no two overlap. */
  readonly addressSpace: string;
  /** Replicas of the MCP servers. */
  readonly mcp: McpReplicas;
  /** Share of the environment's whole size that runs here from the start: 0 to 1, all regions together 1. */
  readonly share: number;
}

export interface McpReplicas {
  readonly "infrastructure-commander": number;
  readonly "security-scanner": number;
  readonly monitoring: number;
  readonly "communication-hub": number;
}

/** What the largest phase that the tier allows needs, all regions together. */
export interface Size {
  readonly phase: PhaseName;
  readonly instances: number;
  readonly cores: number;
  readonly memoryGB: number;
  readonly networkGbps: number;
  readonly storageTB: number;
}

export interface EnvironmentPlan {
  readonly name: EnvironmentName;
  readonly cloud: "aws" | "google" | "kubernetes";
  readonly tier: Tier;
  /** Phases that the environment is built for: the tier's, or fewer where the settings say so. */
  readonly phases: readonly PhaseName[];
  readonly size: Size;
  /** Primary first. */
  readonly regions: readonly RegionPlan[];
  readonly settings: Settings;
}
