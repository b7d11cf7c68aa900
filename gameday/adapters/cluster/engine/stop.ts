// Takes an engine out: Litmus is told to stop and given time to take its pods back; whatever is left is taken away, also when Litmus itself is gone.
import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterApi } from "../api/api.ts";
import { anyObject } from "../api/api.ts";
import { engineSchema, enginePlace, readEngine, type EnginePlace } from "./engine.ts";
import { leftoversOf, madeOf, type Leftover } from "./leftovers.ts";
import { memoryOf } from "./memory.ts";

const lookEveryMilliseconds = 300;
/** A Litmus that has shown no sign of work by then is taken to be gone. */
const signMilliseconds = 15_000;
/** For the finalizer of an engine that was deleted, beside an operator that lives. */
const finalizerMilliseconds = 10_000;

/** May be repeated. Rejects, with what is left, when that is not gone within the limit. */
export async function stopEngine(api: ClusterApi, place: EnginePlace, limitSeconds: number): Promise<void> {
  const deadline = Date.now() + limitSeconds * 1_000;
  const engine = await readEngine(api, place);
  memoryOf(api, place, engine);
  const stopped = engine === null || (await askToStop(api, place, deadline));
  if (!stopped) await removeAll(api, await madeOf(api, place));
  // What Litmus took away is waited for: a helper that is told to end takes its fault out first.
  await until(deadline, async () => (await madeOf(api, place)).every(({ place: { resource } }) => resource.plural === "networkpolicies"));
  const takeAway = async (look: () => Promise<readonly Leftover[]>): Promise<void> => {
    for (let left = await look(); left.length > 0; left = await look()) {
      await removeAll(api, left);
      if (Date.now() >= deadline)
        throw new Error(`${place.engine} is not taken back within ${limitSeconds} s: ${left.map(({ title }) => title).join(", ")}`);
      await sleep(lookEveryMilliseconds);
    }
  };
  // The engine goes last: by it whoever heals after this process finds what it made.
  await takeAway(() => madeOf(api, place));
  // Nobody is left who would take the fault out of a pod that has it still: the pod goes, and its workload makes another.
  await takeAway(async () => (await leftoversOf(api, place)).filter(({ harmed }) => harmed));
  await removeEngine(api, place, deadline);
  await takeAway(() => leftoversOf(api, place));
}

/** True once Litmus has finished with it; false: Litmus does nothing. */
async function askToStop(api: ClusterApi, place: EnginePlace, deadline: number): Promise<boolean> {
  const patched = await api.patch(enginePlace(place), { spec: { engineState: "stop" } }, engineSchema);
  if (patched === null) return true;
  const signBy = Math.min(deadline, Date.now() + signMilliseconds);
  for (;;) {
    const engine = await readEngine(api, place);
    if (engine === null || ["stopped", "completed"].includes(engine.status?.engineStatus ?? "")) return true;
    const pods = await madeOf(api, place);
    const atWork = pods.length > 0 && pods.every(({ ending }) => ending);
    if (Date.now() >= (atWork ? deadline : signBy)) return false;
    await sleep(lookEveryMilliseconds);
  }
}

/** Jobs first: a job whose pod is taken away makes another one. */
async function removeAll(api: ClusterApi, left: readonly Leftover[]): Promise<void> {
  const order = (item: Leftover): number => (item.place.resource.plural === "jobs" ? 0 : 1);
  for (const item of left.toSorted((a, b) => order(a) - order(b)))
    if (!item.ending && item.place.resource.plural !== "chaosengines") await api.remove(item.place, { uid: item.uid });
}

/** An engine that nobody is there to let go of is let go of here. */
async function removeEngine(api: ClusterApi, place: EnginePlace, deadline: number): Promise<void> {
  await api.remove(enginePlace(place));
  const gone = async (): Promise<boolean> => (await readEngine(api, place)) === null;
  if (await until(Math.min(deadline, Date.now() + finalizerMilliseconds), gone)) return;
  await api.patch(enginePlace(place), { metadata: { finalizers: null } }, anyObject);
  await until(Date.now() + finalizerMilliseconds, gone);
}

async function until(deadline: number, holds: () => Promise<boolean>): Promise<boolean> {
  for (;;) {
    if (await holds()) return true;
    if (Date.now() >= deadline) return false;
    await sleep(lookEveryMilliseconds);
  }
}
