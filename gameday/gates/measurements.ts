// What a gate judges from: the figures of one phase's window, from every source.
import type { LoadWindow } from "../ports/load.ts";
import type { MetricSnapshot } from "../ports/stack.ts";

export interface ProbeSample {
  readonly probe: string;
  readonly at: number;
  readonly up: boolean;
  readonly value: number | null;
  /** For probes whose figure is judged as a share of it. */
  readonly expected: number | null;
}

export interface RecoveryFigures {
  /** Seconds; null: there was none in this phase. */
  readonly rto: number | null;
  /** False: of a fault it was not seen that writes were accepted again, so that `rto` is the least that it can be. */
  readonly rtoEnded: boolean;
  readonly rpo: number | null;
  readonly detection: number | null;
  readonly succeeded: number;
  readonly experiments: number;
}

export interface Measurements {
  readonly from: number;
  readonly to: number;
  readonly load: LoadWindow | null;
  /** The snapshots nearest the ends of the window. */
  readonly metrics: { readonly start: MetricSnapshot; readonly end: MetricSnapshot } | null;
  readonly probes: readonly ProbeSample[];
  readonly integrity: { readonly accepted: number; readonly lostBeyondRpo: number; readonly doubled: number; readonly unaccounted: number } | null;
  readonly drill: { readonly rows: number; readonly unequal: number } | null;
  readonly recovery: RecoveryFigures | null;
  /** Region of the Postgres primary, for rows that tell local from remote writes. */
  readonly primaryRegion: string | null;
}
