// Reading a resource's inputs by path, such as "scalingConfig.desiredSize" or "instanceTypes[0]"; what is not there, or unknown, is null.
import { unknownValue } from "./resource.ts";

export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const key of path.split(/[.[\]]+/).filter((part) => part !== ""))
    found = typeof found === "object" && found !== null ? Reflect.get(found, key) : undefined;
  return found === undefined || found === unknownValue ? null : found;
}

export function textAt(value: unknown, path: string): string | null {
  const found = at(value, path);
  return typeof found === "string" ? found : null;
}

/** Numbers that are written as text are numbers, too. */
export function numberAt(value: unknown, path: string): number | null {
  const found = at(value, path);
  if (typeof found === "number") return found;
  return typeof found === "string" && found !== "" && Number.isFinite(Number(found)) ? Number(found) : null;
}

export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
}

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
