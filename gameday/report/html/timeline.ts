// The one-clock timeline: load, latency, errors and faults over the same seconds, phases as bands, gates as marks. Inline SVG.
import type { RunSummary } from "../summary.ts";
import type { Point } from "../series.ts";
import { escape } from "./escape.ts";

const width = 1_000;
const left = 58;
const right = 12;
const chartHeight = 110;
const gap = 30;
const top = 26;
const faultRow = 20;

export function timeline(summary: RunSummary): string {
  const length = Math.max(1, (summary.endedAt - summary.startedAt) / 1_000);
  const x = (seconds: number): number => left + (Math.min(Math.max(seconds, 0), length) / length) * (width - left - right);
  const since = (at: number): number => (at - summary.startedAt) / 1_000;
  const charts = [
    {
      title: "requests/s",
      lines: [
        { name: "asked", points: summary.series.planned, style: "asked" },
        { name: "reached", points: summary.series.reached, style: "reached" },
      ],
    },
    {
      title: "latency, ms",
      lines: [
        { name: "p95", points: summary.series.p95, style: "p95" },
        { name: "p50", points: summary.series.p50, style: "p50" },
      ],
    },
    {
      title: "failed, shed /s",
      lines: [
        { name: "failed", points: summary.series.errors, style: "errors" },
        { name: "shed", points: summary.series.shed, style: "shed" },
      ],
    },
  ];
  const faultsTop = top + charts.length * (chartHeight + gap) + 6;
  const height = faultsTop + Math.max(1, summary.faults.length) * faultRow + 34;
  const bands = summary.phases
    .filter(({ begun }) => begun !== null)
    .map(({ name, begun, endedAt, gate }, index) => {
      const [from, to] = [x(since(begun?.at ?? 0)), x(since(endedAt ?? summary.endedAt))];
      const mark =
        gate === null
          ? ""
          : `<text class="gate ${gate.passed ? "good" : "bad"}" x="${(to - 3).toFixed(1)}" y="${top - 6}" text-anchor="end">${gate.passed ? "✓" : "✗"}<title>gate after ${name}: ${gate.passed ? "passed" : "failed"}</title></text>`;
      const label = to - from > 34 ? `<text class="phase" x="${(from + 3).toFixed(1)}" y="${top - 6}">${name}</text>` : "";
      return `<rect class="band${index % 2 === 0 ? " even" : ""}" x="${from.toFixed(1)}" y="${top - 18}" width="${Math.max(0, to - from).toFixed(1)}" height="${height - top - 6}"/>${label}${mark}`;
    })
    .join("");
  const drawn = charts.map(({ title, lines }, index) => chart(title, lines, top + index * (chartHeight + gap), x)).join("");
  const faults = summary.faults.map((fault, index) => faultBar(fault, faultsTop + index * faultRow, x, since, summary.endedAt)).join("");
  const ticks = Array.from({ length: 7 }, (_, index) => (length * index) / 6)
    .map(
      (at) =>
        `<text class="tick" x="${x(at).toFixed(1)}" y="${height - 8}" text-anchor="middle">${at < 600 ? `${at.toFixed(0)} s` : `${(at / 60).toFixed(0)} min`}</text>`,
    )
    .join("");
  const data = {
    length,
    left,
    right,
    width,
    charts: charts.map(({ title, lines }) => ({
      title,
      lines: lines.map(({ name, points }) => ({
        name,
        points: points.map(([at, value]) => [Math.round(at * 10) / 10, Math.round(value * 10) / 10]),
      })),
    })),
  };
  return `<figure class="timeline"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="Load, latency, failures and faults over the time of the run">${bands}${drawn}${faults}${ticks}<line class="cross" y1="${top}" y2="${height - 22}"/></svg><div class="tip" hidden></div></figure><script type="application/json" id="series">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>`;
}

interface Line {
  readonly name: string;
  readonly points: readonly Point[];
  readonly style: string;
}

function chart(title: string, lines: readonly Line[], y: number, x: (seconds: number) => number): string {
  const highest = Math.max(1, ...lines.flatMap(({ points }) => points.map(([, value]) => value)));
  const round = niceCeiling(highest);
  const place = (value: number): number => y + chartHeight - (value / round) * chartHeight;
  const grid = [0, 0.5, 1]
    .map(
      (share) =>
        `<line class="grid" x1="${left}" x2="${width - right}" y1="${place(round * share).toFixed(1)}" y2="${place(round * share).toFixed(1)}"/><text class="tick" x="${left - 6}" y="${(place(round * share) + 4).toFixed(1)}" text-anchor="end">${Number((round * share).toPrecision(3))}</text>`,
    )
    .join("");
  const curves = lines.map(({ points, style }) => path(points, x, place, style)).join("");
  const legend = lines.map(({ name, style }, index) => `<tspan class="key ${style}" dx="${index === 0 ? 0 : 10}">● ${name}</tspan>`).join("");
  return `<g>${grid}${curves}<text class="title" x="${left}" y="${y + chartHeight + 16}">${escape(title)}  ${legend}</text></g>`;
}

/** A new piece begins where nothing was measured for a while: between phases. */
function path(points: readonly Point[], x: (seconds: number) => number, y: (value: number) => number, style: string): string {
  const distances = points.slice(1).map(([at], index) => at - (points[index]?.[0] ?? at));
  const usual = distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)] ?? 1;
  const steps = points.map(
    ([at, value], index) =>
      `${index === 0 || at - (points[index - 1]?.[0] ?? at) > usual * 3.5 ? "M" : "L"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`,
  );
  return `<path class="curve ${style}" d="${steps.join("")}"/>`;
}

function faultBar(
  fault: RunSummary["faults"][number],
  y: number,
  x: (seconds: number) => number,
  since: (at: number) => number,
  end: number,
): string {
  if (fault.injectedAt === null) return `<text class="fault-name" x="${left}" y="${y + 13}">${escape(fault.id)}: never in</text>`;
  const moments = [
    fault.injectedAt,
    fault.healingAt ?? end,
    fault.healedAt ?? fault.healingAt ?? end,
    fault.recoveredAt ?? fault.healedAt ?? end,
  ].map((at) => x(since(at)));
  const [from = 0, healing = 0, healed = 0, whole = 0] = moments;
  const part = (a: number, b: number, style: string): string =>
    `<rect class="fault ${style}" x="${a.toFixed(1)}" y="${y + 4}" width="${Math.max(b - a, 1).toFixed(1)}" height="11" rx="2"/>`;
  const name =
    from > width / 2
      ? `<text class="fault-name" x="${(from - 5).toFixed(1)}" y="${y + 13}" text-anchor="end">${escape(fault.id)}</text>`
      : `<text class="fault-name" x="${(whole + 5).toFixed(1)}" y="${y + 13}">${escape(fault.id)}</text>`;
  return `<g><title>${escape(`${fault.id}: ${fault.outcome}`)}</title>${part(from, healing, "in")}${part(healing, healed, "healing")}${whole > healed ? part(healed, whole, "recovering") : ""}${name}</g>`;
}

function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 2.5, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}
