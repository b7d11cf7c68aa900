// The live view's block for one moment: rows that fit the terminal.
import type { createColors } from "picocolors";
import { sparkline } from "./sparkline.ts";
import type { ViewState } from "./view-state.ts";
import { clip, flow } from "./wrap.ts";

export type Paint = ReturnType<typeof createColors>;

/** `now`: unix ms. Empty before the run has started. */
export function frame(state: ViewState, columns: number, now: number, paint: Paint): string[] {
  if (state.startedAt === 0) return [];
  return [
    "─".repeat(Math.min(columns, 40)),
    ...flow([paint.bold(state.title), paint.dim(clock(now - state.startedAt)), ...remaining(state, now, paint)], columns),
    ...flow(phases(state, paint), columns),
    ...flow(load(state, paint), columns),
    curves(state, columns, paint),
    ...flow(faults(state, now, paint), columns),
  ].map((row) => clip(row, columns));
}

export function clock(milliseconds: number): string {
  const whole = Math.max(0, Math.floor(milliseconds / 1_000));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function remaining({ end, phaseEnds }: ViewState, now: number, paint: Paint): string[] {
  const stages = end.read();
  if (stages.length > 0) {
    const next = stages.find(({ at }) => at === null);
    return [paint.yellow("ending; every fault is healed first"), ...(next === undefined ? [] : [paint.dim(`not yet ${next.name}`)])];
  }
  return phaseEnds > now ? [paint.dim(`phase ends in ${Math.ceil((phaseEnds - now) / 1_000)} s`)] : [];
}

function phases({ phases: all }: ViewState, paint: Paint): string[] {
  const marks = { waiting: paint.dim("·"), running: paint.cyan("›"), passed: paint.green("✓"), failed: paint.red("✗") };
  return all.map(({ name, state }) => `${marks[state]} ${state === "running" ? paint.bold(name) : state === "waiting" ? paint.dim(name) : name}`);
}

function load({ sample }: ViewState, paint: Paint): string[] {
  if (sample === null) return [paint.dim("no load")];
  const bad = (text: string, count: number): string => (count > 0 ? paint.yellow(text) : text);
  return [
    `asked ${whole(sample.planned, 5)}/s`,
    `reached ${whole(sample.reached, 5)}/s`,
    `p95 ${sample.p95 === null ? "    –" : whole(sample.p95, 5)} ms`,
    bad(`failed ${whole(sample.errors, 4)}`, sample.errors),
    bad(`shed ${whole(sample.shed, 4)}`, sample.shed),
  ];
}

const whole = (value: number, places: number): string => value.toFixed(0).padStart(places);

function curves({ rates, latencies }: ViewState, columns: number, paint: Paint): string {
  const wide = Math.max(4, Math.min(40, Math.floor((columns - "rate   p95 ".length) / 2)));
  return `${paint.dim("rate")} ${sparkline(rates, wide)}  ${paint.dim("p95")} ${sparkline(latencies, wide)}`;
}

function faults({ faults: all, guardian }: ViewState, now: number, paint: Paint): string[] {
  if (all.size === 0) return [paint.dim(`no fault is in; guardian ${guardian}`)];
  const words = { in: "is in,", healing: "heals,", recovering: "recovers," };
  return [...all].map(([id, { since, state }]) => {
    const text = `${words[state]} ${Math.max(0, Math.floor((now - since) / 1_000))} s`;
    return `${state === "in" ? paint.yellow("↯") : paint.cyan("↻")} ${id} ${paint.dim(text)}`;
  });
}
