// The one table of regions: three equal rows a cloud, different only in what the design gives each region by its role.
import type { McpReplicas } from "../../components/environment.ts";
import { referenceRegions, type Region, type RegionRole } from "../../model/regions.ts";

export interface RegionRow extends Region {
  readonly zones: readonly string[];
}

const zones = (region: string, letters: string, separator = ""): readonly string[] =>
  Array.from(letters, (letter) => `${region}${separator}${letter}`);

const [primary, secondary, tertiary] = referenceRegions;

export const awsRegions: readonly RegionRow[] = referenceRegions.map((region) => ({ ...region, zones: zones(region.name, "abc") }));

/** Where Google has a region beside each of AWS's. europe-west1 has no zone a. */
export const googleRegions: readonly RegionRow[] = [
  { ...primary, name: "us-east4", zones: zones("us-east4", "abc", "-") },
  { ...secondary, name: "europe-west1", zones: zones("europe-west1", "bcd", "-") },
  { ...tertiary, name: "asia-southeast1", zones: zones("asia-southeast1", "abc", "-") },
];

/** Namespaces of one cluster, which stand for regions; the zones are whatever the cluster's nodes have. */
export const namespaceRegions: readonly RegionRow[] = [
  { ...primary, zones: [] },
  { ...secondary, zones: [] },
  { ...tertiary, zones: [] },
];

/** Source: the design's component distribution. The tertiary has a relay of the hub, and nothing else of MCP. */
export const mcpReplicas: Readonly<Record<RegionRole, McpReplicas>> = {
  primary: { "infrastructure-commander": 3, "security-scanner": 2, monitoring: 3, "communication-hub": 2 },
  secondary: { "infrastructure-commander": 2, "security-scanner": 3, monitoring: 2, "communication-hub": 1 },
  tertiary: { "infrastructure-commander": 0, "security-scanner": 0, monitoring: 0, "communication-hub": 1 },
};
