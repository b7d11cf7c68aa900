// One runner's samples as intervals, push by push: the same as those of a k6 on this machine, so that the same judgements are made of them. Pure but for its memory.
import { emptyHistogram, type ExponentialHistogram } from "../k6/exponential-histogram.ts";
import type { Interval } from "../k6/series.ts";
import { histogramSince, type Sample, type SeriesName } from "./samples.ts";

/** A push carries each series at its own last sample; what the heartbeat told last is at most so much older than the others of the same push. */
const pushMilliseconds = 150;
/** After the schedule no heartbeat tells of a push; then a push is over when nothing of it can still come. */
const settledMilliseconds = 1_500;
/** Runners push each second. */
const usualMilliseconds = 1_000;
const silenceMilliseconds = 1_700;

export class RunnerSeries {
  /** In order, each with what happened between the push before it and its own. `duration` is in seconds. */
  readonly intervals: Interval[] = [];
  began: number | null = null;
  readonly #known = new Map<SeriesName, Sample>();
  readonly #latest = new Map<SeriesName, number>();
  #pending: Sample[] = [];

  /** Samples may come again. Returns the intervals that are new. `whole`: nothing will come any more. */
  take(samples: readonly Sample[], whole = false): readonly Interval[] {
    for (const sample of samples.toSorted((one, other) => one.at - other.at)) {
      if (sample.series === "began") this.began ??= sample.value;
      else if (sample.at > (this.#latest.get(sample.series) ?? -Infinity)) {
        this.#latest.set(sample.series, sample.at);
        this.#pending.push(sample);
      }
    }
    const before = this.intervals.length;
    for (const beat of this.#pending.filter(({ series }) => series === "slept")) this.#close(beat.at);
    const last = Math.max(...this.#pending.map(({ at }) => at));
    if (this.#pending.length > 0 && (whole || this.#settled(last))) this.#close(last);
    return this.intervals.slice(before);
  }

  /** Nothing of the heartbeat came since: it is over. */
  #settled(last: number): boolean {
    const beat = this.#latest.get("slept");
    return beat !== undefined && last > beat + settledMilliseconds;
  }

  #close(at: number): void {
    const inside = this.#pending.filter((sample) => sample.at <= at + pushMilliseconds);
    this.#pending = this.#pending.filter((sample) => sample.at > at + pushMilliseconds);
    const latest = new Map(inside.toSorted((one, other) => one.at - other.at).map((sample) => [sample.series, sample]));
    const since = (series: SeriesName): number => {
      const before = this.#known.get(series)?.value ?? 0;
      const now = latest.get(series)?.value ?? before;
      // A counter that is less than it was began anew.
      return now < before ? now : now - before;
    };
    const [slept, late] = [since("slept"), since("late")];
    const from = this.intervals.at(-1)?.at ?? Math.min(at, at - slept - late);
    this.#excuse(from, at, late);
    this.intervals.push({
      from,
      at,
      answeredAt: at,
      began: this.began,
      started: since("started"),
      ok: since("ok"),
      shed: since("shed"),
      errors: since("error"),
      dropped: since("dropped"),
      busy: since("busy"),
      slept,
      late,
      duration: this.#durationSince(latest.get("duration")),
    });
    for (const [series, sample] of latest) this.#known.set(series, sample);
  }

  #durationSince(sample: Sample | undefined): ExponentialHistogram {
    return sample === undefined ? emptyHistogram : histogramSince(sample.histogram, this.#known.get("duration")?.histogram ?? emptyHistogram);
  }

  /** A gap between pushes is the generator's silence only as far as its heartbeat woke late in it: the rest is a Prometheus that took nothing. */
  #excuse(from: number, at: number, late: number): void {
    const last = this.intervals.at(-1);
    if (last === undefined || at - from <= silenceMilliseconds) return;
    this.intervals[this.intervals.length - 1] = { ...last, answeredAt: Math.max(from, at - usualMilliseconds - late) };
  }
}
