// Where two values differ, as paths: "spec.template.spec.containers[0].image".
import { isRecord } from "./inputs.ts";

export interface Difference {
  readonly path: string;
  /** undefined where the value is not there. */
  readonly one: unknown;
  readonly other: unknown;
}

/** Nothing for equal values; the whole where one is no object or list. */
export function differences(one: unknown, other: unknown, path = ""): readonly Difference[] {
  if (Object.is(one, other)) return [];
  if (Array.isArray(one) && Array.isArray(other))
    return Array.from({ length: Math.max(one.length, other.length) }, (_, index) =>
      differences(one[index], other[index], `${path}[${index}]`),
    ).flat();
  if (isRecord(one) && isRecord(other))
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((key) =>
      differences(one[key], other[key], path === "" ? key : `${path}.${key}`),
    );
  return [{ path, one, other }];
}
