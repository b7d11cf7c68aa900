// Each probe through the run: how long it was down, and how often with no fault to blame. A fold of the journal.
import type { Entry, EventOf } from "../events.ts";

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
  /** Readings of such outages while no fault was in, as a share of all readings while no fault was in; null without any. */
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
  readonly #tallies = new Map<string, Tally>();
  /** Those that may explain a probe that is down. */
  readonly #faultsIn = new Set<string>();

  add({ at, event }: Entry): void {
    switch (event.type) {
      case "probe-sampled":
        return this.#sample(event, at, this.#faultsIn.size > 0);
      case "fault-injecting":
        this.#faultsIn.add(event.fault);
        return;
      case "fault-recovered":
      case "fault-not-recovered":
      case "fault-injection-failed":
      case "fault-heal-unverified":
        this.#faultsIn.delete(event.fault);
        return;
      case "phase-finished":
      case "run-resumed":
        this.#faultsIn.clear();
        return;
      default:
        return;
    }
  }

  #sample({ probe, up }: EventOf<"probe-sampled">, at: number, faultIsIn: boolean): void {
    const tally = this.#tallies.get(probe) ?? blank(at);
    this.#tallies.set(probe, tally);
    tally.readings += 1;
    if (up) endOutage(tally, at);
    else if (tally.down === null) {
      tally.down = { since: at, blamed: faultIsIn };
      tally.outages += 1;
      if (!faultIsIn) tally.flakes += 1;
    }
    if (faultIsIn) return; // A flake may go on while a fault is in; it is no longer told apart then.
    tally.steady += 1;
    if (tally.down?.blamed === false) tally.flaky += 1;
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
        flakeRate: tally.steady === 0 ? null : tally.flaky / tally.steady,
      };
    });
  }
}

/** "14 probes, none flaked", or which did, the worst first, with their rates. */
export function tellFlakes(probes: readonly ProbeSummary[]): string {
  const flaky = probes.filter(({ flakes }) => flakes > 0).toSorted((a, b) => (b.flakeRate ?? 0) - (a.flakeRate ?? 0));
  const rates = flaky.map(({ probe, flakeRate }) => `${probe} ${((flakeRate ?? 0) * 100).toFixed(1)} %`).join(", ");
  return `${probes.length} ${probes.length === 1 ? "probe" : "probes"}, ${flaky.length === 0 ? "none flaked" : `flake rate of ${rates}`}`;
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
