// What a kind of fault is: a value with a name, words for a person, and a rendering to steps on a particular stack. Pure.
import type { Fault, FaultKind } from "../model/fault/fault.ts";
import type { FaultScript } from "../model/fault/fault-script.ts";
import type { Outputs } from "../model/outputs.ts";

export interface RenderContext {
  /** Id of the fault in its plan; toxics and helpers are named after it. */
  readonly id: string;
  readonly outputs: Outputs;
  /** What is true now and cannot be written in outputs: region or process id of the primaries. */
  readonly facts: { readonly postgresPrimary: string | null; readonly redisPrimary: string | null };
  /** The run's folder, for helpers' pid files. */
  readonly folder: string;
  /** Seconds that the fault is to stay in. */
  readonly duration: number;
}

export type Rendered = { readonly supported: true; readonly script: FaultScript } | { readonly supported: false; readonly reason: string };

export interface FaultOf<K extends FaultKind> {
  readonly kind: K;
  readonly title: string;
  readonly description: string;
  /** How it is taken out again. */
  readonly undo: string;
  readonly render: (fault: Extract<Fault, { kind: K }>, context: RenderContext) => Rendered;
}

export const rendered = (script: FaultScript): Rendered => ({ supported: true, script });
export const unsupported = (reason: string): Rendered => ({ supported: false, reason });
