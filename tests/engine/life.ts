// The life of an environment on the real engine, stage by stage. Each stage throws with what it saw where that is not what it should be.
import { factsOf } from "../../estate/types/table.ts";
import { Engine } from "./engine.ts";
import { callsOf, give, type Call } from "./twin/orders.ts";
import type { Kept } from "./twin/store.ts";

export type Stack = Awaited<ReturnType<Engine["state"]>>;

/** What the engine holds for a provider's resource, not for itself. */
export const ofProviders = (state: Stack): Stack => state.filter(({ type }) => !/^(pulumi:|gameday:)/.test(type));

/** Brings the environment up. Resolves with what the engine then has. */
export async function bringUp(engine: Engine, stack: string): Promise<Stack> {
  await engine.demand("up", "--yes", "--skip-preview", "--stack", stack);
  return engine.state(stack);
}

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

/** Changes what the cloud has behind the engine's back. */
export function drift(engine: Engine, kept: Kept, change: Readonly<Record<string, unknown>>): void {
  engine.cloud.put({ ...kept, inputs: { ...kept.inputs, ...change }, outputs: { ...kept.outputs, ...change } });
}

export const refuse = (engine: Engine, ...parts: readonly string[]): void => give(engine.twin, { refuse: [...parts] });
