// Which lost writes a loss of the primary explains, and how far back the loss reaches (RPO).
import type { Entry } from "../../model/events.ts";
import { keepsOwnTime } from "../../model/fault/fault-script.ts";
import type { AcceptedWrite } from "../ports/load.ts";

export interface Loss {
  readonly lost: number;
  /** Lost, but accepted neither in the minute before a loss of the primary nor in the second in which it happened. */
  readonly beyond: number;
  /** Seconds from the oldest explained lost write to the loss of the primary; 0 where nothing was lost. */
  readonly windowSeconds: number;
}

/** SPEC's RPO: writes older than this may not be lost at all. */
const longestWindowSeconds = 60;
/** An answer that was on its way when the primary died. */
const inFlightSeconds = 1;

/** `losses`: unix ms at which a primary was taken away. */
export function lossOf(lost: ReadonlySet<string>, writes: readonly AcceptedWrite[], losses: readonly number[]): Loss {
  let [beyond, windowSeconds] = [0, 0];
  for (const { id, at } of writes) {
    if (!lost.has(id)) continue;
    const distances = losses
      .map((loss) => (loss - at) / 1_000)
      .filter((distance) => distance >= -inFlightSeconds && distance <= longestWindowSeconds);
    if (distances.length === 0) beyond += 1;
    else windowSeconds = Math.max(windowSeconds, 0, Math.min(...distances));
  }
  return { lost: lost.size, beyond, windowSeconds };
}

/** Faults that take the Postgres primary away, or cut it off. */
const takesPrimary: readonly string[] = ["region-loss", "postgres-primary-loss", "region-partition"];
export const mayLoseWrites = (kind: string): boolean => takesPrimary.includes(kind);

/**
 * The moments of a journal at which a primary was taken away; of an injection that nobody saw the end of, its beginning. One whose engine keeps its own
 * time, and that was taken out before it was seen to begin, may have done so at any moment until then: the first and the last count.
 */
export function lossesIn(entries: readonly Entry[]): number[] {
  const faults = new Map<string, { readonly ownTime: boolean; askedFor: number | null }>();
  const losses: number[] = [];
  for (const { at, event } of entries) {
    if (event.type === "fault-undo-recorded" && mayLoseWrites(event.kind))
      faults.set(event.fault, { ownTime: keepsOwnTime(event.script), askedFor: null });
    const fault = "fault" in event ? faults.get(event.fault) : undefined;
    if (fault === undefined) continue;
    if (event.type === "fault-injecting" && fault.ownTime) fault.askedFor = at;
    else if (event.type === "fault-injecting" || event.type === "fault-injected") losses.push(at);
    if (event.type === "fault-healing" && fault.askedFor !== null) losses.push(fault.askedFor, at);
    if (event.type === "fault-injected" || event.type === "fault-effect-missing" || event.type === "fault-healing") fault.askedFor = null;
  }
  return losses;
}
