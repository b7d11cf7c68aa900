// Injection, observation and the resolution of moving targets, as the controller sees them.
import type { Expectation, Observation } from "../../model/fault/observation.ts";
import type { Step } from "../../model/fault/fault-script.ts";

export interface Seen {
  /** Whether the observation is true now; null: could not be evaluated at all. */
  readonly held: boolean | null;
  /** ms for round trips; what the observation's kind says otherwise. */
  readonly value: number | null;
  readonly detail: string;
}

export interface Observer {
  look(observation: Observation): Promise<Seen>;
}

export interface SeenExpectation {
  readonly label: string;
  readonly held: boolean;
  readonly detail: string;
}

/** Values of observations before injection, in the order of the expectations; for those with `changed`. */
export type Before = readonly (Seen | undefined)[];

export interface Expecting {
  before(expectations: readonly Expectation[]): Promise<Before>;
  /** One look at all of them. */
  check(expectations: readonly Expectation[], before: Before): Promise<readonly SeenExpectation[]>;
}

export interface StepPort {
  /**
   * Carries out one step. Repeating it does no harm. Rejects with an Error whose message names the target. `signal` ends a step that does nothing but wait,
   * which then resolves; others go on to their end.
   */
  perform(step: Step, signal?: AbortSignal): Promise<void>;
}

/** What is true of the stack at this moment and cannot be written in its outputs. */
export interface Facts {
  /** Region (or process id) of the primary; null: none can be found now. */
  readonly postgresPrimary: string | null;
  readonly redisPrimary: string | null;
}

export interface FactsPort {
  facts(): Promise<Facts>;
}
