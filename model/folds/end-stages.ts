// How a run that was ended early came to rest, stage by stage: decided, load stopped, faults undone, seen gone, whole again. A fold of the journal.
import type { Entry } from "../events.ts";

export interface EndStage {
  readonly name: "decided" | "load stopped" | "undone" | "verified" | "redundant";
  /** Unix ms; null: not reached, or not yet. */
  readonly at: number | null;
}

interface Fault {
  /** Unix ms. */
  undone: number | null;
  verified: number | null;
  redundant: number | null;
}

export class EndStages {
  #decidedAt: number | null = null;
  #loadRuns = false;
  #loadStoppedAt: number | null = null;
  /** Those that were in, or had not been recovered from, when the end was decided. */
  readonly #faults = new Map<string, Fault>();

  add({ at, event }: Entry): void {
    switch (event.type) {
      case "abort-requested":
      case "finding-made":
        this.#decidedAt ??= at;
        break;
      case "load-started":
        this.#loadRuns = true;
        break;
      case "load-stopped":
        if (this.#decidedAt === null) this.#loadRuns = false;
        else this.#loadStoppedAt ??= at;
        break;
      case "fault-undo-recorded":
        this.#faults.set(event.fault, { undone: null, verified: null, redundant: null });
        break;
      case "fault-undone":
        this.#mark(event.fault, "undone", at);
        break;
      case "fault-healed":
        this.#mark(event.fault, "verified", at);
        break;
      case "fault-recovered":
        this.#mark(event.fault, "redundant", at);
        if (this.#decidedAt === null) this.#faults.delete(event.fault);
        break;
      case "fault-not-recovered":
      case "fault-heal-unverified":
        if (this.#decidedAt === null) this.#faults.delete(event.fault);
        break;
      default:
        break;
    }
  }

  /** Empty while the run is not being ended early. What was done before the decision is no stage. */
  read(): readonly EndStage[] {
    const decided = this.#decidedAt;
    if (decided === null) return [];
    const stage = (name: keyof Fault): EndStage[] => {
      const times = [...this.#faults.values()].map((fault) => fault[name]).filter((at) => at === null || at > decided);
      return times.length === 0 ? [] : [{ name, at: times.reduce((last, at) => (last === null || at === null ? null : Math.max(last, at))) }];
    };
    return [
      { name: "decided", at: decided },
      ...(this.#loadRuns ? [{ name: "load stopped", at: this.#loadStoppedAt } as const] : []),
      ...stage("undone"),
      ...stage("verified"),
      ...stage("redundant"),
    ];
  }

  #mark(fault: string, stage: keyof Fault, at: number): void {
    const known = this.#faults.get(fault);
    if (known !== undefined) known[stage] = at;
  }
}

/** "decided, load stopped +0.4 s, undone +0.5 s, verified not reached" */
export const tellStages = (stages: readonly EndStage[]): string =>
  stages
    .map(({ name, at }, index) =>
      index === 0 ? name : `${name} ${at === null ? "not reached" : `+${((at - (stages[0]?.at ?? at)) / 1_000).toFixed(1)} s`}`,
    )
    .join(", ");
