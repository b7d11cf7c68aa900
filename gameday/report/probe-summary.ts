// One probe through the run: how long it was down, and how often with no fault to blame.
import type { EventOf } from "../../model/events.ts";

export interface ProbeSummary {
  readonly probe: string;
  /** Entries in the journal: every change, and one each few seconds. */
  readonly readings: number;
  /** Share of the watched time, 0–1. */
  readonly upShare: number;
  readonly outages: number;
  readonly longestOutageSeconds: number;
  /** Outages that began while no fault was in. */
  readonly flakes: number;
  /** Readings of such outages, as a share of all readings while no fault was in; null without any. */
  readonly flakeRate: number | null;
}

interface Tally {
  readonly first: number;
  readings: number;
  outages: number;
  flakes: number;
  steady: number;
  flaky: number;
  downMilliseconds: number;
  longest: number;
  down: { since: number; blamed: boolean } | null;
}

export class ProbeTallies {
  #tallies = new Map<string, Tally>();

  add({ probe, up }: EventOf<"probe-sampled">, at: number, faultIsIn: boolean): void {
    const tally = this.#tallies.get(probe) ?? blank(at);
    this.#tallies.set(probe, tally);
    tally.readings += 1;
    if (up) endOutage(tally, at);
    else if (tally.down === null) {
      tally.down = { since: at, blamed: faultIsIn };
      tally.outages += 1;
      if (!faultIsIn) tally.flakes += 1;
    }
    if (tally.down?.blamed === false) tally.flaky += 1;
    if (!faultIsIn) tally.steady += 1;
  }

  /** `end`: unix ms of the run's last entry so far. */
  read(end: number): ProbeSummary[] {
    return [...this.#tallies].map(([probe, known]) => {
      const tally = { ...known };
      endOutage(tally, end);
      const watched = end - tally.first;
      return {
        probe,
        readings: tally.readings,
        upShare: watched <= 0 ? Number(tally.downMilliseconds === 0 && tally.outages === 0) : 1 - tally.downMilliseconds / watched,
        outages: tally.outages,
        longestOutageSeconds: tally.longest / 1_000,
        flakes: tally.flakes,
        flakeRate: tally.steady === 0 ? null : Math.min(1, tally.flaky / tally.steady),
      };
    });
  }
}

function endOutage(tally: Tally, at: number): void {
  if (tally.down === null) return;
  const length = at - tally.down.since;
  tally.downMilliseconds += length;
  tally.longest = Math.max(tally.longest, length);
  tally.down = null;
}

const blank = (first: number): Tally => ({
  first,
  readings: 0,
  outages: 0,
  flakes: 0,
  steady: 0,
  flaky: 0,
  downMilliseconds: 0,
  longest: 0,
  down: null,
});
