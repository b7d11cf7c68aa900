// The faults on the timeline: a lane each with its marks, and a band through the charts while it was in.
import type { FaultSummary } from "../fault-summary.ts";
import type { RunSummary } from "../summary.ts";
import { budgetText, momentsOf, stretchesOf, type Moment } from "../time-budget.ts";
import { escape } from "./escape.ts";
import { stretchClass } from "./faults.ts";
import { textWidth, type Frame } from "./plot.ts";

export const laneHeight = 30;

/** Unix ms → seconds of the run. */
export type Since = (at: number) => number;

/** The band through the charts, from injection until healing was seen. */
export function faultBand(fault: FaultSummary, top: number, bottom: number, { x }: Frame, since: Since, end: number): string {
  if (fault.injectedAt === null) return "";
  const [from, to] = [x(since(fault.injectedAt)), x(since(fault.healedAt ?? end))];
  return `<rect class="fault-band" x="${from.toFixed(1)}" y="${top}" width="${Math.max(1, to - from).toFixed(1)}" height="${(bottom - top).toFixed(1)}"><title>${escape(budgetText(fault))}</title></rect>`;
}

export function faultLane(
  fault: FaultSummary,
  y: number,
  frame: Frame,
  since: Since,
  { endedAt, live }: Pick<RunSummary, "endedAt" | "live">,
): string {
  const { x, left, right, width } = frame;
  if (fault.injectedAt === null) return `<text class="fault-name" x="${left}" y="${y + 19}">${escape(fault.id)}: never injected</text>`;
  const stretches = stretchesOf(fault, endedAt, live);
  const from = x(since(fault.injectedAt));
  const to = Math.max(from + 2, ...stretches.map((stretch) => x(since(stretch.to))));
  const bars = stretches
    .map((stretch) => {
      const [a, b] = [x(since(stretch.from)), x(since(stretch.to))];
      return `<rect class="stretch ${stretchClass(stretch)}" x="${a.toFixed(1)}" y="${y + 10}" width="${Math.max(b - a, 0.6).toFixed(1)}" height="11"/>`;
    })
    .join("");
  const marks = momentsOf(fault)
    .map(({ name, at }) => (at === null ? "" : mark(name, x(since(at)), y + 15.5, since(at))))
    .join("");
  const room = [from - left - 12, width - right - to - 12] as const;
  const before = room[0] >= textWidth(fault.id) || room[0] > room[1];
  const letters = Math.max(6, Math.floor((before ? room[0] : room[1]) / textWidth("x")));
  const name = fault.id.length > letters ? `${fault.id.slice(0, letters - 1)}…` : fault.id;
  const label = before
    ? `<text class="fault-name" x="${(from - 10).toFixed(1)}" y="${y + 19}" text-anchor="end">${escape(name)}</text>`
    : `<text class="fault-name" x="${(to + 10).toFixed(1)}" y="${y + 19}">${escape(name)}</text>`;
  return `<g class="lane" data-fault="${escape(fault.id)}"><title>${escape(budgetText(fault))}</title><rect class="hit" x="${left}" y="${y + 2}" width="${width - left - right}" height="${laneHeight - 4}"/>${bars}${marks}${label}</g>`;
}

/** Triangles from above: in and out of the system. From below: what the system did about it. Hollow marks come second. */
const shapes: Partial<Readonly<Record<Moment["name"], (x: number, y: number) => string>>> = {
  injected: (x, y) => `M${x} ${y - 6}l-5 -8h10z`,
  detected: (x, y) => `M${x} ${y + 6}l4.5 4.5l-4.5 4.5l-4.5 -4.5z`,
  healed: (x, y) => `M${x} ${y - 6}l-5 -8h10z`,
  recovered: (x, y) => `M${x - 4} ${y + 10.5}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z`,
};

function mark(name: Moment["name"], x: number, y: number, at: number): string {
  const shape = shapes[name];
  return shape === undefined
    ? ""
    : `<path class="mark ${name}" data-mark="${name}" data-at="${at.toFixed(3)}" d="${shape(Number(x.toFixed(1)), y)}"/>`;
}

/** For the legend under the timeline. */
export function markKeys(): string {
  return Object.entries(shapes)
    .map(
      ([name, shape]) =>
        `<li><svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"><path class="mark ${name}" d="${shape(7, name === "injected" || name === "healed" ? 17 : -3.5)}"/></svg>${name}</li>`,
    )
    .join("");
}
