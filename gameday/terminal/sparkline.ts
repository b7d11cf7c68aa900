// A curve in one line of text.

const bars = "▁▂▃▄▅▆▇█";

/** The last `width` values, scaled to the highest of them. */
export function sparkline(values: readonly number[], width: number): string {
  const last = values.slice(-width);
  const highest = Math.max(1e-9, ...last);
  return last
    .map((value) => bars[Math.min(bars.length - 1, Math.floor((value / highest) * bars.length))] ?? " ")
    .join("")
    .padStart(width);
}
