// Curves over the run's seconds: scales, grids, paths. SVG text.
import { count } from "../format.ts";
import type { Point } from "../series.ts";
import { escape } from "./escape.ts";

export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly width: number;
  /** Seconds → x. */
  readonly x: (seconds: number) => number;
  /** Seconds at which a load began: no curve runs across. */
  readonly breaks: readonly number[];
}

export interface Curve {
  readonly name: string;
  readonly points: readonly Point[];
  /** Its class in the style sheet. */
  readonly style: string;
  /** Filled down to the axis. */
  readonly area?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly height: number;
  readonly curves: readonly Curve[];
  readonly scale: "linear" | "logarithmic";
  /** A line across, where there is a limit to show. */
  readonly limit: { readonly value: number; readonly label: string } | null;
}

export const titleHeight = 22;

/** `y` is the top of the title; the axis is at y + titleHeight + chart.height. */
export function drawChart(chart: Chart, y: number, frame: Frame): string {
  const { left, right, width } = frame;
  const values = chart.curves.flatMap(({ points }) => points.map(([, value]) => value));
  const bottom = y + titleHeight + chart.height;
  const { ticks, place } =
    chart.scale === "linear" ? linear(values, bottom, chart.height) : logarithmic([...values, chart.limit?.value ?? 1], bottom, chart.height);
  const grid = ticks
    .map(
      (value) =>
        `<line class="grid" x1="${left}" x2="${width - right}" y1="${place(value).toFixed(1)}" y2="${place(value).toFixed(1)}"/><text class="tick" x="${left - 7}" y="${(place(value) + 4).toFixed(1)}" text-anchor="end">${count(value)}</text>`,
    )
    .join("");
  const curves = chart.curves
    .map((curve) =>
      pieces(curve.points, frame.breaks)
        .map((piece) => path(piece, curve, frame.x, place, bottom))
        .join(""),
    )
    .join("");
  const limit =
    chart.limit === null || values.length === 0
      ? ""
      : `<line class="limit" x1="${left}" x2="${width - right}" y1="${place(chart.limit.value).toFixed(1)}" y2="${place(chart.limit.value).toFixed(1)}"/><text class="tick" x="${width - right - 4}" y="${(place(chart.limit.value) - 4).toFixed(1)}" text-anchor="end">${escape(chart.limit.label)}</text>`;
  const none =
    values.length === 0
      ? `<text class="tick" x="${(left + width - right) / 2}" y="${bottom - chart.height / 2}" text-anchor="middle">no load was measured</text>`
      : "";
  return `<g class="chart">${grid}${curves}${limit}${none}${legend(chart, left, y + 14)}</g>`;
}

function legend({ title, curves }: Chart, left: number, y: number): string {
  let x = left + textWidth(title) + 22;
  const keys = curves.map(({ name, style }) => {
    const key = `<line class="curve ${style}" x1="${x.toFixed(0)}" x2="${(x + 20).toFixed(0)}" y1="${y - 4}" y2="${y - 4}"/><text class="tick" x="${(x + 25).toFixed(0)}" y="${y}">${name}</text>`;
    x += 25 + textWidth(name) + 18;
    return key;
  });
  return `<text class="title" x="${left}" y="${y}">${escape(title)}</text>${keys.join("")}`;
}

/** A new piece begins with each load, and where nothing was measured for a while. */
function pieces(points: readonly Point[], breaks: readonly number[]): Point[][] {
  const distances = points.slice(1).map(([at], index) => at - (points[index]?.[0] ?? at));
  const usual = distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 1;
  const result: Point[][] = [];
  for (const point of points) {
    const before = result.at(-1)?.at(-1);
    const parted = before !== undefined && breaks.some((at) => before[0] < at && at <= point[0]);
    if (before === undefined || parted || point[0] - before[0] > usual * 3.5) result.push([point]);
    else result.at(-1)?.push(point);
  }
  return result;
}

function path(
  points: readonly Point[],
  { style, area }: Curve,
  x: (seconds: number) => number,
  y: (value: number) => number,
  bottom: number,
): string {
  const steps = points.map(([at, value], index) => `${index === 0 ? "M" : "L"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  const [first, last] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
  const filled = area === true ? `<path class="area ${style}" d="${steps}L${x(last).toFixed(1)} ${bottom}L${x(first).toFixed(1)} ${bottom}Z"/>` : "";
  return `${filled}<path class="curve ${style}" d="${steps}"/>`;
}

interface Scale {
  readonly ticks: readonly number[];
  readonly place: (value: number) => number;
}

function linear(values: readonly number[], bottom: number, height: number): Scale {
  const top = niceCeiling(values.reduce((highest, value) => Math.max(highest, value), 1));
  return { ticks: [0, top / 2, top], place: (value) => bottom - (Math.min(value, top) / top) * height };
}

/** Powers of ten that enclose the values; what is below 1 is drawn at 1. */
function logarithmic(values: readonly number[], bottom: number, height: number): Scale {
  const [low, high] = [
    Math.floor(
      Math.log10(
        Math.max(
          1,
          values.reduce((least, value) => Math.min(least, value), Infinity),
        ),
      ),
    ),
    Math.ceil(Math.log10(Math.max(10, ...values.map((value) => value * 1.05)))),
  ];
  const place = (value: number): number => bottom - ((Math.log10(Math.max(value, 10 ** low)) - low) / (high - low)) * height;
  return { ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)), place };
}

function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value) ?? 10) * power;
}

/** At the tick's and label's size of 12: near enough to keep labels apart. */
export const textWidth = (text: string): number => text.length * 6.7;

/** Marks of the time axis: at most `most`, at steps that a clock has. */
export function timeTicks(length: number, most: number): number[] {
  const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800].find((one) => length / one <= most) ?? 86_400;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
}
