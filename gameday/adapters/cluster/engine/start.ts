// Makes an engine, and the experiment that it is to run; what is misspelt is refused by the server.
import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterApi } from "../api/api.ts";
import { isKind } from "../api/cluster-error.ts";
import { objectSchema, type Manifest } from "../api/objects.ts";
import { resources } from "../api/resources.ts";
import { engineSchema, readEngine, type Engine, type EnginePlace } from "./engine.ts";
import { memoryOf } from "./memory.ts";

const lookEveryMilliseconds = 500;
/** What the server was still at when a call ended is there by then, or never will be: it was told to give up before the call did. */
const lookMilliseconds = 10_000;

/** An engine of that name that is there already is left as it is; so is one whose making was not answered, and which is seen afterwards. */
export async function startEngine(api: ClusterApi, namespace: string, experiment: Manifest, engine: Manifest): Promise<void> {
  const place = { namespace, engine: nameOf(engine) };
  await api.apply({ resource: resources.chaosExperiments, namespace, name: nameOf(experiment) }, experiment);
  try {
    memoryOf(api, place, await api.create({ resource: resources.chaosEngines, namespace }, engine, engineSchema));
  } catch (error) {
    const seen = isKind(error, "exists") ? await readEngine(api, place) : isKind(error, "late", "unreachable") ? await seenAfter(api, place) : null;
    memoryOf(api, place, seen);
    if (seen === null) throw error;
  }
}

/** Whether it was made nobody knows: an engine that comes when its fault was given up already would be nobody's. */
async function seenAfter(api: ClusterApi, place: EnginePlace): Promise<Engine | null> {
  const deadline = Date.now() + lookMilliseconds;
  for (;;) {
    const engine = await readEngine(api, place).catch(() => null);
    if (engine !== null || Date.now() >= deadline) return engine;
    await sleep(lookEveryMilliseconds);
  }
}

const nameOf = (manifest: Manifest): string => objectSchema.parse(manifest).metadata.name;
