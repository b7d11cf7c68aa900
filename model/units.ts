// Units as types: a number that carries what it counts, made only by the constructors below.
/* oxlint-disable typescript/no-unsafe-type-assertion -- a brand exists for the type checker only; this file is the one place that gives it */
import { z } from "zod";

export type Seconds = number & z.$brand<"seconds">;
export type RequestsPerSecond = number & z.$brand<"requests/s">;
export type Milliseconds = number & z.$brand<"ms">;
export type Percent = number & z.$brand<"%">;
export type Mebibytes = number & z.$brand<"MiB">;

/** A length of time in seconds. Throws RangeError unless finite and >= 0. */
export const seconds = (value: number): Seconds => counted(value, "seconds") as Seconds;

/** An arrival rate. Throws RangeError unless finite and >= 0. */
export const requestsPerSecond = (value: number): RequestsPerSecond => counted(value, "requests/s") as RequestsPerSecond;

/** A delay. Throws RangeError unless finite and >= 0. */
export const milliseconds = (value: number): Milliseconds => counted(value, "milliseconds") as Milliseconds;

/** A share, 0–100. Throws RangeError beyond. */
export function percent(value: number): Percent {
  if (value > 100) throw new RangeError(`${value} % is more than all`);
  return counted(value, "percent") as Percent;
}

/** An amount of memory or disk. Throws RangeError unless finite and >= 0. */
export const mebibytes = (value: number): Mebibytes => counted(value, "MiB") as Mebibytes;

const durationText = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;
const secondsPer = { ms: 0.001, s: 1, m: 60, h: 3600 } as const;

/** A duration in a plan: seconds as a number, or "500ms", "30s", "5m", "1h". Parsed to seconds. */
export const durationSchema = z
  .union([z.number().nonnegative(), z.string().regex(durationText, 'a duration is a number of seconds or text such as "500ms", "30s", "5m"')])
  .transform((value): Seconds => {
    if (typeof value === "number") return seconds(value);
    const [, amount = "0", unit = "s"] = durationText.exec(value) ?? [];
    return seconds(Number(amount) * secondsPer[unit as keyof typeof secondsPer]);
  });

/** An arrival rate in a plan, requests per second. */
export const rateSchema = z
  .number()
  .nonnegative("a rate is 0 or more requests per second")
  .transform((value) => requestsPerSecond(value));

function counted(value: number, unit: string): number {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`${value} is not a number of ${unit}: it must be finite and not negative`);
  return value;
}
