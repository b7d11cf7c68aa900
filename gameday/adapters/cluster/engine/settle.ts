// Waits until Litmus has given its verdict on an engine: by watches on its result and on itself, for so long at most.
import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterApi } from "../api/api.ts";
import { resources } from "../api/resources.ts";
import { Watched } from "../api/watch.ts";
import { engineSchema, makerOf, readEngine } from "./engine.ts";
import { memoryOf } from "./memory.ts";
import { isSettled, parseResult, resultName, type ResultPlace } from "./result.ts";

/** An engine that has ended without a result gets this much longer for it to come. */
const graceMilliseconds = 5_000;
/** An engine that Litmus' operator has not even looked at by then has nobody to work on it. */
const noticedMilliseconds = 30_000;
/** The experiment writes its result, still without a verdict, first of all: without one by then its pods were never started. */
const begunMilliseconds = 120_000;

/** Never rejects: what can be told in the end is told by whoever looks at the result. `signal` ends the waiting. */
export async function settleEngine(api: ClusterApi, place: ResultPlace, limitSeconds: number, signal?: AbortSignal): Promise<void> {
  const { namespace, engine } = place;
  const settled = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  let [noticed, begun] = [false, false];
  /** Asked of the store itself: lists for watches come from the server's memory, which may be behind. */
  const isGone = (): Promise<boolean> =>
    readEngine(api, place).then(
      (found) => found === null,
      () => false,
    );
  const result = new Watched(api, {
    place: { resource: resources.chaosResults, namespace },
    fieldSelector: `metadata.name=${resultName(place)}`,
    reduce: (object) => ({ id: "result", value: parseResult(object) }),
    onChange: ({ value }) => {
      const { uids } = memoryOf(api, place, null);
      if (uids.size > 0 && !uids.has(makerOf(value.metadata))) return;
      begun = true;
      if (isSettled(value)) settled.resolve();
    },
  });
  const self = new Watched(api, {
    place: { resource: resources.chaosEngines, namespace },
    fieldSelector: `metadata.name=${engine}`,
    reduce: (object) => ({ id: "engine", value: engineSchema.parse(object) }),
    onChange: ({ value }) => {
      memoryOf(api, place, value);
      const status = value.status?.engineStatus ?? "";
      noticed ||= status !== "";
      if (["completed", "stopped"].includes(status)) ended.resolve();
    },
    onGone: () => void isGone().then((gone) => (gone ? ended.resolve() : undefined)),
  });
  const over = new AbortController();
  const waits = signal === undefined ? over.signal : AbortSignal.any([over.signal, signal]);
  const wait = (milliseconds: number): Promise<unknown> => sleep(milliseconds, undefined, { signal: waits }).catch(() => undefined);
  /** Of what a server that does not answer would show, nobody knows. */
  const blind = (): boolean => self.broken !== null || result.broken !== null;
  /** One that was not there from the first gives no verdict either. */
  const neverThere = async (): Promise<void> => {
    await self.current().catch(() => undefined);
    await wait(graceMilliseconds);
    if (blind() || self.items.size > 0 || !(await isGone())) await settled.promise;
  };
  const nothingShows = async (): Promise<void> => {
    await wait(noticedMilliseconds);
    if (noticed || begun || blind()) await wait(begunMilliseconds - noticedMilliseconds);
    if (begun || blind()) await settled.promise;
  };
  try {
    const gone = ended.promise.then(() => wait(graceMilliseconds));
    await Promise.race([settled.promise, gone, neverThere(), nothingShows(), wait(limitSeconds * 1_000)]);
  } finally {
    over.abort();
    await Promise.all([result.close(), self.close()]);
  }
}
