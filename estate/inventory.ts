// What an estate has: how many of each type, in each region.
import type { Estate } from "./resource.ts";

export interface InventoryRow {
  /** Pulumi's type token. */
  readonly type: string;
  /** What does not live in a region. */
  readonly global: number;
  /** In the estate's order of regions. */
  readonly regions: readonly number[];
  readonly total: number;
}

/** Resources alone, by type's name; components and providers are no part of a cloud. */
export function inventoryOf({ resources, regions }: Estate): readonly InventoryRow[] {
  const things = resources.filter(({ component, type }) => !component && !type.startsWith("pulumi:"));
  return [...Map.groupBy(things, ({ type }) => type)]
    .map(([type, found]) => ({
      type,
      global: found.filter(({ region }) => region === null).length,
      regions: regions.map((name) => found.filter(({ region }) => region === name).length),
      total: found.length,
    }))
    .toSorted((a, b) => (a.type < b.type ? -1 : 1));
}

/** "aws:ec2/natGateway:NatGateway" as a person says it: "aws ec2 NatGateway". */
export function spokenType(type: string): string {
  const [provider = "", path = "", kind = ""] = type.split(":");
  return `${provider} ${(path.split("/")[0] ?? "").replace(/^index$/, "")} ${kind}`.replaceAll(/ +/g, " ");
}
