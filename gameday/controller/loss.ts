// Which lost writes a loss of the primary explains, and how far back the loss reaches (RPO).
import type { Entry } from "../../model/events.ts";
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

/** The moments of a journal at which a primary was taken away; of an injection that nobody saw the end of, its beginning. */
export function lossesIn(entries: readonly Entry[]): number[] {
  const kinds = new Map<string, string>();
  return entries.flatMap(({ at, event }) => {
    if (event.type === "fault-undo-recorded") kinds.set(event.fault, event.kind);
    const injection = event.type === "fault-injecting" || event.type === "fault-injected";
    return injection && mayLoseWrites(kinds.get(event.fault) ?? "") ? [at] : [];
  });
}
