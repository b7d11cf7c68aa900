// A curve of bounded size: when it grows too long, neighbours are joined, the higher value kept, so that no peak is lost.

export type Point = readonly [seconds: number, value: number];

const largest = 2_000;

export class Series {
  #points: Point[] = [];
  #open: Point[] = [];
  #width = 1;

  add(at: number, value: number): void {
    this.#open.push([at, value]);
    if (this.#open.length < this.#width) return;
    this.#points.push(highest(this.#open));
    this.#open = [];
    if (this.#points.length < largest) return;
    this.#points = this.#points.flatMap((point, index) => (index % 2 === 0 ? [highest([point, this.#points[index + 1] ?? point])] : []));
    this.#width *= 2;
  }

  points(): Point[] {
    return this.#open.length === 0 ? this.#points : [...this.#points, highest(this.#open)];
  }
}

const highest = (points: readonly Point[]): Point => points.reduce((best, point) => (point[1] > best[1] ? point : best));
