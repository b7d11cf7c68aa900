// The life of an environment on the real engine, stage by stage. Each stage throws with what it saw where that is not what it should be.
import { factsOf } from "../../estate/types/table.ts";
import type { Engine } from "./engine.ts";
import { callsOf, give, type Call } from "./twin/orders.ts";
import type { Kept } from "./twin/store.ts";

export type Stack = Awaited<ReturnType<Engine["state"]>>;

/** Settings with an image: an update refuses those without. */
export async function withImage(engine: Engine, stack: string, digit = "1"): Promise<void> {
  const image = { repository: "registry.example.com/workloads", digest: `sha256:${digit.repeat(64)}` };
  await engine.set(stack, { ...(await engine.settings(stack)), image });
}

/** What the engine holds for a provider's resource, not for itself. */
export const ofProviders = (state: Stack): Stack => state.filter(({ type }) => !/^(pulumi:|gameday:)/.test(type));

/** Runs a command; resolves with it and the calls that reached the cloud meanwhile, without those of a preview. */
export async function watched(
  engine: Engine,
  words: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string; readonly calls: readonly Call[] }> {
  const before = callsOf(engine.twin).length;
  const { code, output } = await engine.run(words);
  return {
    code,
    output,
    calls: callsOf(engine.twin)
      .slice(before)
      .filter(({ preview }) => !preview),
  };
}

/** Whether deleting or replacing it would lose data. */
export const holdsData = (type: string): boolean => factsOf(type)?.holdsData === true;

export const typeIn = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

/** Changes what the cloud has behind the engine's back: a text that can be changed in place, of something that is no Kubernetes object. Answers with what it was. */
export function drift(engine: Engine): Kept {
  for (const kept of engine.cloud.all()) {
    if (!/^(aws|gcp):/.test(kept.type)) continue;
    const fixed = factsOf(kept.type)?.replaces ?? [];
    const [key] = Object.keys(kept.inputs).filter((name) => typeof kept.inputs[name] === "string" && name !== "region" && !fixed.includes(name));
    if (key === undefined) continue;
    const change = { [key]: "changed by hand" };
    engine.cloud.put({ ...kept, inputs: { ...kept.inputs, ...change }, outputs: { ...kept.outputs, ...change } });
    return kept;
  }
  throw new Error("there is nothing that could be changed in place");
}

export const refuse = (engine: Engine, ...parts: readonly string[]): void => give(engine.twin, { refuse: [...parts] });
