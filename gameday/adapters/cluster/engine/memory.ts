// What this process has seen of engines: what one made carries its UID, and is to be found when the engine itself is gone.
import type { ClusterApi } from "../api/api.ts";
import type { Engine, EnginePlace } from "./engine.ts";

export interface EngineMemory {
  readonly uids: Set<string>;
  /** Namespaces of the workloads that it hits. */
  readonly targets: Set<string>;
  /** Pods with its fault in them, by namespace and name: the UID of the one that was hit. Another one of that name, of a StatefulSet, never was. */
  readonly harmed: Map<string, string>;
}

const known = new WeakMap<ClusterApi, Map<string, EngineMemory>>();

/** Remembers what there is of the engine now, where there is one. */
export function memoryOf(api: ClusterApi, { namespace, engine: name }: EnginePlace, engine: Engine | null): EngineMemory {
  const of = known.get(api) ?? new Map<string, EngineMemory>();
  known.set(api, of);
  const memory = of.get(`${namespace}/${name}`) ?? { uids: new Set<string>(), targets: new Set<string>(), harmed: new Map<string, string>() };
  of.set(`${namespace}/${name}`, memory);
  if (engine !== null) memory.uids.add(engine.metadata.uid);
  const target = engine?.spec.appinfo?.appns;
  if (target !== undefined) memory.targets.add(target);
  return memory;
}
