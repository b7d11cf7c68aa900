// Whether a moment lies in the hours in which faults are allowed. Pure.
import type { Hours } from "../../model/plan.ts";

export function withinHours({ days, from, to, timeZone }: Hours, now: Date): boolean {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(
    now,
  );
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((found) => found.type === type)?.value ?? "";
  const clock = `${part("hour")}:${part("minute")}`;
  const today = part("weekday").toLowerCase();
  return days.some((day) => day === today) && clock >= from && clock < to;
}
