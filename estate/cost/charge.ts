// A charge: so much of something that has a price. Rules make them from resources, the bill multiplies.
import type { PriceItem } from "../prices/table.ts";
import type { Estate, Resource } from "../resource.ts";
import type { Usage } from "./usage.ts";

/** The design's cost lines; compute is told by region. */
export const categories = [
  "compute",
  "primary storage",
  "backup",
  "replication",
  "bandwidth",
  "network security",
  "load balancing",
  "database",
  "monitoring",
  "managed security",
] as const;
export type Category = (typeof categories)[number];

export interface Charge {
  readonly category: Category;
  /** What it is for, before the figures: "3 nodes", "answers to clients". */
  readonly what: string;
  readonly item: PriceItem;
  /** Units a month. */
  readonly quantity: number;
  /** Where it is paid, if that is not the resource's own region. */
  readonly region?: string;
}

/** Nothing to pay, and why. */
export interface Free {
  readonly free: string;
}

export interface RuleContext {
  readonly estate: Estate;
  readonly usage: Usage;
  /** Whose machines and disks the clusters use; null where the cluster exists already and is not this environment's to pay. */
  readonly cloud: "aws" | "google" | null;
  /** Resources of a type, in a region where one is given. */
  readonly ofType: (type: string, region?: string | null) => readonly Resource[];
}

export type Rule = (resource: Resource, context: RuleContext) => readonly Charge[] | Free;
export type RuleTable = Readonly<Record<string, Rule>>;

export const free =
  (why: string): Rule =>
  () => ({ free: why });
