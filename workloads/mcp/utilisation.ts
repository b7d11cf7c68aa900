// Mean share of slots in use over the last seconds.

const spanMilliseconds = 5_000;
const stepMilliseconds = 250;

export class Utilisation {
  readonly #slots: number;
  readonly #now: () => number;
  /** Slot-milliseconds used since the start, at moments about a step apart, oldest first. */
  #marks: { readonly at: number; readonly used: number }[];
  #inUse = 0;
  #used = 0;
  #since: number;

  constructor(slots: number, now: () => number = () => performance.now()) {
    this.#slots = slots;
    this.#now = now;
    this.#since = now();
    this.#marks = [{ at: this.#since, used: 0 }];
  }

  enter(): void {
    this.#advance();
    this.#inUse += 1;
  }

  leave(): void {
    this.#advance();
    this.#inUse -= 1;
  }

  /** 0–1. */
  share(): number {
    this.#advance();
    const oldest = this.#marks[0];
    if (oldest === undefined || this.#since === oldest.at) return 0;
    return (this.#used - oldest.used) / (this.#since - oldest.at) / this.#slots;
  }

  #advance(): void {
    const now = this.#now();
    this.#used += this.#inUse * (now - this.#since);
    this.#since = now;
    const last = this.#marks.at(-1);
    if (last === undefined || now - last.at >= stepMilliseconds) this.#marks.push({ at: now, used: this.#used });
    while (this.#marks.length > 1 && (this.#marks[1]?.at ?? now) <= now - spanMilliseconds) this.#marks.shift();
  }
}
