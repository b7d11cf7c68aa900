// The live view of a run: a block redrawn in place on a terminal, plain lines everywhere else.
import { createLogUpdate } from "log-update";
import { createColors } from "picocolors";
import { tellStages } from "../../model/folds/end-stages.ts";
import { tellFlakes } from "../../model/folds/probe-tallies.ts";
import type { Entry, Event } from "../../model/events.ts";
import { clock, frame } from "./frame.ts";
import { describeEvent } from "./plain-lines.ts";
import { absorb, beginView } from "./view-state.ts";
import { widthOf, wrap } from "./wrap.ts";

export interface LiveView {
  entry(entry: Entry): void;
  /** After the run: where the report is. */
  end(report: string): void;
  /** Gives the terminal back; may be called at any time. */
  stop(): void;
}

export interface ViewOptions {
  readonly isTTY: boolean;
  readonly colour: boolean;
}

/** `columns` is read at each drawing: a terminal changes its size. */
export type ViewStream = NodeJS.WritableStream & { readonly columns?: number };

const drawEveryMilliseconds = 250;
const heartbeatMilliseconds = 5_000;
const timeColumn = 6;

export function createLiveView(stream: ViewStream, { isTTY, colour }: ViewOptions): LiveView {
  const paint = createColors(colour);
  const draw = isTTY ? createLogUpdate(stream) : null;
  const state = beginView();
  const timer = isTTY ? setInterval(redraw, drawEveryMilliseconds).unref() : undefined;
  let drawn: readonly string[] = [];
  let [lastBeat, stopped] = [0, false];

  /** A terminal that does not know its size says 0. */
  const width = (): number => (stream.columns === undefined || stream.columns === 0 ? 80 : stream.columns);
  /** The last column stays free: some terminals go to the next line as soon as it is written. */
  const columns = (): number => Math.max(20, width() - 1);

  function redraw(): void {
    if (draw === null || stopped) return;
    const rows = frame(state, columns(), Date.now(), paint);
    if (rows.length === 0) return;
    // log-update loses rows when a block grows in its middle.
    if (rows.length !== drawn.length || broken() > 0) erase();
    drawn = rows;
    draw(rows.join("\n"));
  }

  /** A terminal that was made narrower has broken the block's rows: there are more lines than log-update knows of. */
  const broken = (): number => drawn.reduce((sum, row) => sum + Math.floor((widthOf(row) - 1) / width()), 0);

  function erase(): void {
    stream.write("\u001b[2K\u001b[1A".repeat(broken()));
    draw?.clear();
    drawn = [];
  }

  /** Above the block, for good. */
  function line(at: number, text: string, tone: (text: string) => string): void {
    const time = clock(at - state.startedAt).padStart(timeColumn);
    const safe = withoutControls(text);
    if (draw === null) {
      stream.write(`${time}  ${safe}\n`);
      return;
    }
    const [first = "", ...others] = wrap(`${" ".repeat(timeColumn + 2)}${safe}`, columns(), timeColumn + 2);
    erase();
    stream.write([`${paint.dim(time)}${tone(first.slice(timeColumn))}`, ...others.map(tone), ""].join("\n"));
    redraw();
  }

  function toneOf(event: Event): (text: string) => string {
    switch (event.type) {
      case "phase-started":
        return paint.bold;
      case "gate-evaluated":
      case "fault-judged":
        return event.passed ? paint.green : paint.red;
      case "fault-heal-unverified":
      case "fault-not-recovered":
        return paint.red;
      case "fault-injected":
      case "fault-effect-missing":
      case "fault-injection-failed":
      case "abort-requested":
        return paint.yellow;
      case "run-finished":
        return event.verdict === "passed" ? paint.green : event.verdict === "failed" || event.verdict === "dirty" ? paint.red : paint.yellow;
      default:
        return (text) => text;
    }
  }

  return {
    entry(entry) {
      absorb(state, entry);
      const text = describeEvent(entry);
      if (entry.event.type === "run-finished") {
        const [probes, stages] = [state.probes.read(entry.at), state.end.read()];
        if (probes.length > 0) line(entry.at, tellFlakes(probes), String);
        if (stages.length > 0) line(entry.at, `ended early: ${tellStages(stages)}`, String);
      }
      if (text !== undefined) line(entry.at, text, toneOf(entry.event));
      else if (!isTTY && entry.event.type === "load-sampled" && entry.at - lastBeat >= heartbeatMilliseconds) {
        lastBeat = entry.at;
        const { planned, reached, p95, errors, shed } = entry.event.sample;
        const latency = p95 === null ? "no answer yet" : `p95 ${p95.toFixed(0)} ms`;
        line(entry.at, `   asked ${planned.toFixed(0)}/s, reached ${reached.toFixed(0)}/s, ${latency}, failed ${errors}, shed ${shed}`, String);
      }
    },
    end(report) {
      this.stop();
      stream.write(`report: file://${report}\n`);
    },
    stop() {
      if (stopped) return;
      stopped = true;
      clearInterval(timer);
      if (draw === null) return;
      erase();
      draw.done();
    },
  };
}

/** A target's answer may hold anything; it must not move the cursor. */
const withoutControls = (text: string): string => text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, "");
