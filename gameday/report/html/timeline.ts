// The one-clock timeline: load, latency, failures and faults over the same seconds, phases as bands, gates as marks. Inline SVG.
import { clock, figure } from "../format.ts";
import type { PhaseSummary } from "../phase-summary.ts";
import type { RunSummary } from "../summary.ts";
import { momentsOf } from "../time-budget.ts";
import { escape } from "./escape.ts";
import { faultBand, faultLane, laneHeight, markKeys, type Since } from "./fault-lanes.ts";
import { row, section, table } from "./parts.ts";
import { drawChart, textWidth, timeTicks, titleHeight, type Chart, type Frame } from "./plot.ts";

const width = 1_080;
const left = 52;
const right = 14;
const gap = 16;

export function timelineSection(summary: RunSummary): string {
  const length = Math.max(1, (summary.endedAt - summary.startedAt) / 1_000);
  const since: Since = (at) => (at - summary.startedAt) / 1_000;
  const frame: Frame = {
    left,
    right,
    width,
    x: (seconds) => left + (Math.min(Math.max(seconds, 0), length) / length) * (width - left - right),
    breaks: summary.series.breaks,
  };
  const charts = chartsOf(summary);
  const begun = summary.phases.filter((phase) => phase.begun !== null);
  const rowsOfNames = namesFit(begun, frame, since, summary.endedAt) ? 1 : 2;
  const top = 8 + rowsOfNames * 17;
  const tops = charts.map((_, index) => top + charts.slice(0, index).reduce((sum, { height }) => sum + titleHeight + height + gap, 0));
  const chartsBottom = (tops.at(-1) ?? top) + titleHeight + (charts.at(-1)?.height ?? 0);
  const lanesTop = chartsBottom + 12;
  const bottom = lanesTop + summary.faults.length * laneHeight + 4;
  const calibrating =
    summary.calibration !== null && frame.x(since(begun[0]?.begun?.at ?? 0)) - left > textWidth("calibrating")
      ? `<text class="tick" x="${left + 4}" y="15">calibrating</text>`
      : "";
  const phases = begun.map((phase, index) => phaseBand(phase, index, rowsOfNames, bottom, frame, since, summary.endedAt)).join("");
  const bands = summary.faults.map((fault) => faultBand(fault, top, bottom, frame, since, summary.endedAt)).join("");
  const lanes = summary.faults.map((fault, index) => faultLane(fault, lanesTop + index * laneHeight, frame, since, summary)).join("");
  const drawn = charts.map((chart, index) => drawChart(chart, tops[index] ?? top, frame)).join("");
  const ticks = timeTicks(length, 12)
    .map(
      (at) =>
        `<line class="axis" x1="${frame.x(at).toFixed(1)}" x2="${frame.x(at).toFixed(1)}" y1="${bottom}" y2="${bottom + 5}"/><text class="tick" x="${frame.x(at).toFixed(1)}" y="${bottom + 19}" text-anchor="middle">${clock(at)}</text>`,
    )
    .join("");
  const svg = `<svg viewBox="0 0 ${width} ${bottom + 40}" role="img" aria-label="Load, latency, failures and faults over the time of the run; the table below it has the same moments in words">${calibrating}${phases}${bands}${drawn}${lanes}<line class="axis" x1="${left}" x2="${width - right}" y1="${bottom}" y2="${bottom}"/>${ticks}<text class="tick" x="${(left + width - right) / 2}" y="${bottom + 36}" text-anchor="middle">time since the run began, min:s</text><line class="cross" y1="${top}" y2="${bottom}"/></svg>`;
  const faultLegend = summary.faults.length === 0 ? "" : `<li><i class="swatch band"></i>fault in the system</li>${markKeys()}`;
  return section(
    "timeline",
    "Timeline",
    `<figure><div class="scroll timeline" role="region" aria-label="Timeline" tabindex="0"><div class="stage">${svg}<div class="tip" hidden></div></div></div><figcaption><ul class="legend">${faultLegend}<li><b class="good">✓</b> gate passed</li><li><b class="bad">✗</b> gate failed</li></ul></figcaption></figure>${moments(summary, since)}${data(summary, charts, length, since)}`,
  );
}

function chartsOf({ series, phases }: RunSummary): Chart[] {
  const limit = phases.flatMap(({ gate }) => gate?.results ?? []).find(({ criterion }) => criterion === "latency")?.limit;
  return [
    {
      title: "requests/s",
      unit: "/s",
      height: 110,
      scale: "linear",
      limit: null,
      curves: [
        { name: "reached", points: series.reached, style: "reached", area: true },
        { name: "asked", points: series.planned, style: "asked" },
      ],
    },
    {
      title: "latency in ms, logarithmic",
      unit: " ms",
      height: 120,
      scale: "logarithmic",
      limit: limit === undefined ? null : { value: limit, label: `limit of p95, ${figure(limit, "ms")}` },
      curves: [
        { name: "p95", points: series.p95, style: "p95" },
        { name: "p50", points: series.p50, style: "p50" },
      ],
    },
    {
      title: "not served, requests/s",
      unit: "/s",
      height: 64,
      scale: "linear",
      limit: null,
      curves: [
        { name: "failed", points: series.errors, style: "errors", area: true },
        { name: "shed", points: series.shed, style: "shed" },
      ],
    },
  ];
}

const spanOf = ({ begun, endedAt }: PhaseSummary, { x }: Frame, since: Since, end: number): readonly [number, number] => [
  x(since(begun?.at ?? 0)),
  x(since(endedAt ?? end)),
];

const signWidth = 20;

function namesFit(phases: readonly PhaseSummary[], frame: Frame, since: Since, end: number): boolean {
  return phases.every((phase) => {
    const [from, to] = spanOf(phase, frame, since, end);
    return to - from >= textWidth(phase.name) + signWidth;
  });
}

/** Where a name is wider than its phase, every other name goes a row lower. */
function phaseBand(phase: PhaseSummary, index: number, rowsOfNames: number, bottom: number, frame: Frame, since: Since, end: number): string {
  const [from, to] = spanOf(phase, frame, since, end);
  const { name, gate } = phase;
  const y = 15 + (index % rowsOfNames) * 17;
  const sign = gate === null ? "" : `<tspan class="gate ${gate.passed ? "good" : "bad"}" dx="5">${gate.passed ? "✓" : "✗"}</tspan>`;
  const words = gate === null ? "no gate" : gate.passed ? "gate passed" : "gate failed";
  const judged =
    gate === null
      ? ""
      : `<line class="gate-line ${gate.passed ? "good" : "bad"}" data-gate="${name}" x1="${frame.x(since(gate.at)).toFixed(1)}" x2="${frame.x(since(gate.at)).toFixed(1)}" y1="4" y2="${bottom}"/>`;
  return `<g data-phase="${name}"><title>${name}: ${words}</title><rect class="phase-band${index % 2 === 0 ? " even" : ""}" x="${from.toFixed(1)}" y="2" width="${Math.max(0, to - from).toFixed(1)}" height="${bottom - 2}"/>${judged}<text class="phase" x="${(from + 4).toFixed(1)}" y="${y}">${name}${sign}</text></g>`;
}

/** The same in words, for those who cannot see the picture. */
function moments(summary: RunSummary, since: Since): string {
  const rows = [
    ...summary.phases.flatMap(({ name, begun, gate }) => [
      ...(begun === null ? [] : [{ at: begun.at, what: `phase ${name} begins` }]),
      ...(gate === null ? [] : [{ at: gate.at, what: `gate after ${name}: ${gate.passed ? "passed" : "failed"}` }]),
    ]),
    ...summary.faults.flatMap((fault) =>
      momentsOf(fault).flatMap(({ name, at }) => (at === null ? [] : [{ at, what: `fault ${fault.id}: ${name}` }])),
    ),
  ].toSorted((a, b) => a.at - b.at);
  if (rows.length === 0) return "";
  return `<details><summary>The timeline in words</summary>${table(
    "Moments of the run",
    ["time", "what"],
    rows.map(({ at, what }) => row([clock(since(at)), escape(what)])),
    "plain",
  )}</details>`;
}

function data(summary: RunSummary, charts: readonly Chart[], length: number, since: Since): string {
  const round = (value: number): number => Math.round(value * 10) / 10;
  const value = {
    length,
    left,
    right,
    width,
    curves: charts.flatMap(({ curves, unit }) =>
      curves.map(({ name, points }) => ({ name, unit, points: points.map(([at, y]) => [round(at), round(y)]) })),
    ),
    spans: [
      ...summary.phases.flatMap(({ name, begun, endedAt }) =>
        begun === null ? [] : [{ name, from: since(begun.at), to: since(endedAt ?? summary.endedAt) }],
      ),
      ...summary.faults.flatMap(({ id, injectedAt, healedAt }) =>
        injectedAt === null ? [] : [{ name: `fault ${id}`, from: since(injectedAt), to: since(healedAt ?? summary.endedAt) }],
      ),
    ],
  };
  // No "<" may end the script element early.
  return `<script type="application/json" id="series">${JSON.stringify(value).replaceAll("<", "\\u003c")}</script>`;
}
