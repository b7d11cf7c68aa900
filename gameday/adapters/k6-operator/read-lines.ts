// The lines of one container's log over several readings of it: each once, and a gap between two readings is known. Pure but for its memory.

/** Both streams of a container are stamped by themselves: their lines may stand a little out of order. */
const overlapMilliseconds = 3_000;
const stamped = /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)) (.*)$/;

export class ReadLines {
  /** False: lines may be missing, or the kubelet said that it has no log any more. */
  whole = true;
  /** The last reading had lines that were not known. */
  fresh = false;
  #newest = -Infinity;
  /** Those that the next reading must bring again, with their time. */
  #recent: { readonly at: number; readonly line: string }[] = [];
  #expected = new Map<string, number>();
  #met = true;

  /** What to read from, as the server takes it: whole seconds; null: from the beginning. */
  get since(): string | null {
    return Number.isFinite(this.#newest) ? new Date(this.#from()).toISOString().replace(/\.\d+Z$/, "Z") : null;
  }

  /** Before each reading, which begins at `since`. */
  begin(): void {
    this.#recent = this.#recent.filter(({ at }) => at >= this.#from());
    this.#expected = new Map();
    for (const { line } of this.#recent) this.#expected.set(line, (this.#expected.get(line) ?? 0) + 1);
    this.#met = this.#recent.length === 0;
    this.fresh = false;
  }

  /** The line without its time; null: it is known already. */
  take(line: string): string | null {
    const [, time, text] = stamped.exec(line) ?? [];
    if (time === undefined || text === undefined) {
      // No line of the container's: the kubelet tells why it has none.
      this.whole = false;
      return line;
    }
    const times = this.#expected.get(line) ?? 0;
    if (times > 0) {
      this.#expected.set(line, times - 1);
      this.#met = true;
      return null;
    }
    // What was read last must come again before anything new: a log that was rotated meanwhile begins behind it.
    this.whole &&= this.#met;
    this.fresh = true;
    const at = Date.parse(time);
    this.#newest = Math.max(this.#newest, at);
    this.#recent.push({ at, line });
    if (this.#recent.length > 2_000) this.#recent = this.#recent.filter((one) => one.at >= this.#from());
    return text;
  }

  /** A reading that came to its end. */
  end(): void {
    this.whole &&= this.#met;
  }

  #from(): number {
    return Math.floor((this.#newest - overlapMilliseconds) / 1_000) * 1_000;
  }
}
