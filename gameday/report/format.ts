// Figures as a reader reads them.
import { assertNever } from "../../model/assert-never.ts";
import type { Criterion } from "../../model/criteria.ts";

export function figure(value: number | null, unit: Criterion["unit"]): string {
  if (value === null) return "–";
  const text =
    value === 0 || Number.isInteger(value)
      ? String(value)
      : Math.abs(value) >= 100
        ? value.toFixed(0)
        : Math.abs(value) >= 1
          ? value.toFixed(1)
          : value.toPrecision(2);
  switch (unit) {
    case "%":
      return `${text} %`;
    case "count":
      return text;
    case "ms":
    case "s":
    case "min":
    case "Gbps":
    case "requests/s":
    case "times":
    case "$/month":
      return `${text} ${unit}`;
    default:
      return assertNever(unit);
  }
}

export function seconds(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return "–";
  if (value < 90) return `${value.toFixed(1)} s`;
  const whole = Math.round(value);
  return whole < 5_400 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${(value / 3_600).toFixed(1)} h`;
}

export const rate = (value: number | null): string => (value === null ? "–" : `${value >= 100 ? value.toFixed(0) : value.toFixed(1)}/s`);
