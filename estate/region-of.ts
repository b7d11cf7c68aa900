// Where a resource lives: its own word, else its name's, else its parent's. A zone counts as its region.
import type { Resource } from "./resource.ts";

type Placed = Pick<Resource, "inputs" | "name" | "parent">;

/** `regions`: the environment's; a region that is none of them is nobody's. */
export function regionOf({ inputs, name, parent }: Placed, all: ReadonlyMap<string, Placed>, regions: readonly string[]): string | null {
  for (const key of ["region", "location", "zone"]) {
    const said = inputs[key];
    const region = typeof said === "string" ? regions.find((candidate) => said === candidate || said.startsWith(`${candidate}-`)) : undefined;
    if (region !== undefined) return region;
  }
  const named = regions.find((region) => name.includes(region));
  if (named !== undefined) return named;
  const above = parent === null ? undefined : all.get(parent);
  return above === undefined ? null : regionOf(above, all, regions);
}
