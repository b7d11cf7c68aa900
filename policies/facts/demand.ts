// Demands on inputs: the value that a place must have, and what is said where it has not, or where nobody knows it yet.
import { unknownValue, type Resource } from "../../estate/resource.ts";
import type { Finding } from "../rule.ts";
import type { Facts } from "./facts.ts";
import { items, look, type Items, type Look } from "./look.ts";

export const unknownUntilUpdate = "unknown, checked at update";

/** An input of a type. `holds` gets undefined where nothing is given. */
export interface Demand {
  readonly type: string;
  readonly path: string;
  readonly holds: (value: unknown) => boolean;
  readonly message: string;
  readonly remedy: string;
  /** Resources of the type that it is for; all where left out. */
  readonly of?: (resource: Resource, facts: Facts) => boolean;
}

export const demands = (facts: Facts, rows: readonly Demand[]): readonly Finding[] =>
  rows.flatMap((row) =>
    facts
      .ofType(row.type)
      .filter((resource) => row.of?.(resource, facts) ?? true)
      .flatMap((resource) => demand(resource, row)),
  );

export const demand = (resource: Resource, { path, holds, message, remedy }: Omit<Demand, "type" | "of">): readonly Finding[] =>
  judged(resource, path, look(resource.inputs, path), holds, message, remedy);

export function judged(
  resource: Resource,
  path: string,
  seen: Look,
  holds: (value: unknown) => boolean,
  message: string,
  remedy: string,
): readonly Finding[] {
  if (seen.kind === "unknown") return [unknown(resource, path)];
  return holds(seen.kind === "absent" ? undefined : seen.value) ? [] : [violation(resource, path, message, remedy)];
}

/** Of each item of a list; a list that nobody knows yet is itself unknown, and so is an item of one. */
export function eachOf(resource: Resource, path: string, judge: (item: Items["items"][number]) => readonly Finding[]): readonly Finding[] {
  const found = items(resource.inputs, path);
  if (found.unknown) return [unknown(resource, path)];
  return found.items.flatMap((item) => (item.value === unknownValue ? [unknown(resource, item.path)] : judge(item)));
}

export const unknown = (resource: Resource | null, path: string): Finding => ({
  resource,
  path,
  message: unknownUntilUpdate,
  remedy: "",
  state: "unknown",
});

export const violation = (resource: Resource | null, path: string, message: string, remedy: string): Finding => ({
  resource,
  path,
  message,
  remedy,
  state: "violation",
});

export const isTrue = (value: unknown): boolean => value === true || value === "true";
export const isFalse = (value: unknown): boolean => value === false || value === "false";
export const isGiven = (value: unknown): boolean => value !== undefined && value !== "";
export const isAtLeast =
  (least: number) =>
  (value: unknown): boolean =>
    (typeof value === "number" || typeof value === "string") && Number(value) >= least;
export const isOneOf =
  (...known: readonly unknown[]) =>
  (value: unknown): boolean =>
    known.includes(value);
