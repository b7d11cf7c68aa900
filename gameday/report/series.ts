// A curve of bounded size: when it grows too long, neighbours are joined, the higher value kept, so that no peak is lost.

export type Point = readonly [seconds: number, value: number];

const largest = 2_000;

export class Series {
  #points: Point[] = [];
  /** How many are being joined, and the highest of them. A point is made of the last one only: V8 allots those of a long run among the old ones, where they pile up. */
  #joined = 0;
  #at = 0;
  #highest = 0;
  #width = 1;

  add(at: number, value: number): void {
    if (this.#joined === 0 || value > this.#highest) [this.#at, this.#highest] = [at, value];
    this.#joined += 1;
    if (this.#joined < this.#width) return;
    this.#points.push([this.#at, this.#highest]);
    this.#joined = 0;
    if (this.#points.length < largest) return;
    this.#points = this.#points.flatMap((point, index) => (index % 2 === 0 ? [higher(point, this.#points[index + 1] ?? point)] : []));
    this.#width *= 2;
  }

  points(): Point[] {
    return this.#joined === 0 ? this.#points : [...this.#points, [this.#at, this.#highest]];
  }
}

const higher = (one: Point, next: Point): Point => (next[1] > one[1] ? next : one);
