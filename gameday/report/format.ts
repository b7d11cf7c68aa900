// Figures as a reader reads them.
import { assertNever } from "../../model/assert-never.ts";
import type { Criterion } from "../../model/criteria.ts";

export function figure(value: number | null, unit: Criterion["unit"]): string {
  if (value === null) return "–";
  const text =
    value === 0 || Number.isInteger(value)
      ? count(value)
      : Math.abs(value) >= 100
        ? count(Math.round(value))
        : Math.abs(value) >= 1
          ? value.toFixed(1)
          : String(Number(value.toPrecision(2)));
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
  if (value === 0) return "0 s";
  if (value < 90) return `${value.toFixed(1)} s`;
  const whole = Math.round(value);
  return whole < 5_400 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${(value / 3_600).toFixed(1)} h`;
}

/** A moment of the run as minutes and seconds since its start, hours where there are any. */
export function clock(value: number): string {
  const whole = Math.max(0, Math.round(value));
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  const tail = `${String(minutes).padStart(hours > 0 ? 2 : 1, "0")}:${String(whole % 60).padStart(2, "0")}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
}

export const rate = (value: number | null): string =>
  value === null ? "–" : `${count(value >= 100 ? Math.round(value) : Number(value.toFixed(1)))}/s`;

export const count = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: 3 });

export const plural = (value: number, noun: string): string => `${count(value)} ${noun}${value === 1 ? "" : "s"}`;

/** What stands between here and full size: "1/250"; "1" at full size. */
export function factor(here: number, full: number): string {
  if (here <= 0 || full <= 0) return "–";
  const ratio = full / here;
  if (Math.abs(ratio - 1) < 0.005) return "1";
  return ratio > 1 ? `1/${count(Number(ratio.toFixed(ratio < 10 ? 1 : 0)))}` : `×${count(Number((1 / ratio).toFixed(1)))}`;
}
