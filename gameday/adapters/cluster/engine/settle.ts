// Waits until Litmus has given its verdict on an engine: by watches on its result and on itself, for so long at most.
import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterApi } from "../api/api.ts";
import { resources } from "../api/resources.ts";
import { Watched } from "../api/watch.ts";
import { engineSchema } from "./engine.ts";
import { memoryOf } from "./memory.ts";
import { isSettled, parseResult, resultName, type ResultPlace } from "./result.ts";

/** An engine that has ended without a result gets this much longer for it to come. */
const graceMilliseconds = 5_000;

/** Never rejects: what can be told in the end is told by whoever looks at the result. */
export async function settleEngine(api: ClusterApi, place: ResultPlace, limitSeconds: number): Promise<void> {
  const { namespace, engine } = place;
  const settled = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const result = new Watched(api, {
    place: { resource: resources.chaosResults, namespace },
    fieldSelector: `metadata.name=${resultName(place)}`,
    reduce: (object) => ({ id: "result", value: parseResult(object) }),
    onChange: ({ value }) => {
      const { uids } = memoryOf(api, place, null);
      if (isSettled(value) && (uids.size === 0 || uids.has(value.metadata.labels["chaosUID"] ?? ""))) settled.resolve();
    },
  });
  const self = new Watched(api, {
    place: { resource: resources.chaosEngines, namespace },
    fieldSelector: `metadata.name=${engine}`,
    reduce: (object) => ({ id: "engine", value: engineSchema.parse(object) }),
    onChange: ({ value }) => {
      memoryOf(api, place, value);
      if (["completed", "stopped"].includes(value.status?.engineStatus ?? "")) ended.resolve();
    },
    onGone: () => ended.resolve(),
  });
  const over = new AbortController();
  const wait = (milliseconds: number): Promise<unknown> => sleep(milliseconds, undefined, { signal: over.signal }).catch(() => undefined);
  try {
    // One that was not there from the first gives no verdict either.
    void self.current().then(
      (items) => (items.size === 0 ? ended.resolve() : undefined),
      () => undefined,
    );
    await Promise.race([settled.promise, ended.promise.then(() => wait(graceMilliseconds)), wait(limitSeconds * 1_000)]);
  } finally {
    over.abort();
    await Promise.all([result.close(), self.close()]);
  }
}
