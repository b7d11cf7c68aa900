// The three regions, their roles, and how far apart they are.

export const regionRoles = ["primary", "secondary", "tertiary"] as const;
export type RegionRole = (typeof regionRoles)[number];

export interface Region {
  readonly name: string;
  readonly role: RegionRole;
  /** Simulated or real experts per provider at full size. */
  readonly experts: { readonly claude: number; readonly gemini: number; readonly deepseek: number; readonly openrouter: number };
}

/** The AWS regions of the reference topology. Expert counts: the seed's component distribution (50, 30, 15). */
export const referenceRegions = [
  { name: "us-east-1", role: "primary", experts: { claude: 20, gemini: 15, deepseek: 10, openrouter: 5 } },
  { name: "eu-west-1", role: "secondary", experts: { claude: 12, gemini: 10, deepseek: 5, openrouter: 3 } },
  { name: "ap-southeast-1", role: "tertiary", experts: { claude: 6, gemini: 5, deepseek: 2, openrouter: 2 } },
] as const satisfies readonly Region[];

/**
 * Round trip between two regions in milliseconds, the mean of both directions.
 * Source: the sample of cloudping.co's AWS measurements that libp2p/jvm-libp2p keeps for its simulator
 * (tools/simulator/…/latency/aws/AwsLatencies.kt at commit 267a4d4): 70 and 69, 211 and 213, 182 and 181.
 */
const roundTrips: readonly (readonly [string, string, number])[] = [
  ["us-east-1", "eu-west-1", 69.5],
  ["us-east-1", "ap-southeast-1", 212],
  ["eu-west-1", "ap-southeast-1", 181.5],
];

/** Round trip in milliseconds between two regions of the table; 0 inside one region. Throws for a pair that has no row. */
export function roundTripMilliseconds(from: string, to: string): number {
  if (from === to) return 0;
  const row = roundTrips.find(([a, b]) => (a === from && b === to) || (a === to && b === from));
  if (row === undefined) throw new Error(`no round trip is known between ${from} and ${to}`);
  return row[2];
}
