// What a worker does with a batch: announce it, then settle it in Postgres.
import type { FollowUps } from "./follow-ups.ts";

/** "done": announced. "failed": the hub answered that it did not work. "unreachable": nobody answered, which says nothing about the batch. */
export type Announcement = "done" | "failed" | "unreachable";

export interface Processing {
  readonly followUps: Pick<FollowUps, "finish" | "failed" | "later" | "giveUp">;
  readonly announce: (ids: readonly string[]) => Promise<Announcement>;
  readonly bury: (id: string, reason: string) => Promise<void>;
  readonly counted: (outcome: "done" | "retried" | "dead", count: number) => void;
}

/** Afterwards every id is settled: done, due again later, or dead. Rejects when Postgres cannot be written; the batch may then be processed again. */
export async function processBatch(ids: readonly string[], processing: Processing): Promise<void> {
  const { followUps, announce, bury, counted } = processing;
  switch (await announce(ids)) {
    case "done":
      counted("done", (await followUps.finish(ids)).length);
      return;
    case "unreachable":
      await followUps.later(ids);
      counted("retried", ids.length);
      return;
    case "failed": {
      // One bad message must not cost its neighbours a try: halve the batch until it is alone.
      if (ids.length > 1) {
        const middle = Math.ceil(ids.length / 2);
        await processBatch(ids.slice(0, middle), processing);
        return processBatch(ids.slice(middle), processing);
      }
      const { again, exhausted } = await followUps.failed(ids);
      counted("retried", again.length);
      if (exhausted.length === 0) return;
      const reason = "the Communication Hub refused it on every try";
      const dead = await followUps.giveUp(exhausted, reason);
      counted("dead", dead.length);
      await Promise.all(dead.map((id) => bury(id, reason)));
      return;
    }
  }
}
