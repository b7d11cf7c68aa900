// Makes an engine, and the experiment that it is to run; what is misspelt is refused by the server.
import type { ClusterApi } from "../api/api.ts";
import { isKind } from "../api/cluster-error.ts";
import { objectSchema, type Manifest } from "../api/objects.ts";
import { resources } from "../api/resources.ts";
import { engineSchema, readEngine } from "./engine.ts";
import { memoryOf } from "./memory.ts";

/** An engine of that name that is there already is left as it is. */
export async function startEngine(api: ClusterApi, namespace: string, experiment: Manifest, engine: Manifest): Promise<void> {
  const place = { namespace, engine: nameOf(engine) };
  await api.apply({ resource: resources.chaosExperiments, namespace, name: nameOf(experiment) }, experiment);
  try {
    memoryOf(api, place, await api.create({ resource: resources.chaosEngines, namespace }, engine, engineSchema));
  } catch (error) {
    if (!isKind(error, "exists")) throw error;
    memoryOf(api, place, await readEngine(api, place));
  }
}

const nameOf = (manifest: Manifest): string => objectSchema.parse(manifest).metadata.name;
