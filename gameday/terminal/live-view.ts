// The live view of a run: a block redrawn in place on a terminal, plain lines everywhere else.
import { createLogUpdate } from "log-update";
import { createColors } from "picocolors";
import type { Entry, LoadSample } from "../../model/events.ts";
import { describeEvent } from "./plain-lines.ts";
import { sparkline } from "./sparkline.ts";

export interface LiveView {
  entry(entry: Entry): void;
  /** After the run: where the report is. */
  end(report: string): void;
  /** Gives the terminal back; may be called at any time. */
  stop(): void;
}

export interface ViewOptions {
  readonly isTTY: boolean;
  readonly columns: number;
  readonly colour: boolean;
}

const drawEveryMilliseconds = 250;
const heartbeatMilliseconds = 5_000;

export function createLiveView(stream: NodeJS.WriteStream, { isTTY, columns, colour }: ViewOptions): LiveView {
  const paint = createColors(colour);
  const draw = isTTY ? createLogUpdate(stream) : null;
  const phases: { name: string; state: "waiting" | "running" | "passed" | "failed" }[] = [];
  const faults = new Map<string, { since: number; state: string }>();
  const history: LoadSample[] = [];
  let [title, startedAt, phaseEnds, lastBeat, guardian] = ["", 0, 0, 0, "starting"];
  const timer = isTTY ? setInterval(redraw, drawEveryMilliseconds) : undefined;

  function line(text: string): void {
    if (draw !== null) draw.clear();
    stream.write(`${text}\n`);
  }

  function redraw(): void {
    if (draw === null || startedAt === 0) return;
    const now = Date.now();
    const sample = history.at(-1);
    const marks = { waiting: paint.dim("·"), running: paint.cyan("▶"), passed: paint.green("✓"), failed: paint.red("✗") };
    const inForce = [...faults].map(
      ([id, { since, state }]) => `${paint.yellow("⚡")} ${id} ${paint.dim(`${state} ${((now - since) / 1_000).toFixed(0)} s`)}`,
    );
    const rows = [
      `${paint.bold(title)}  ${paint.dim(clock(now - startedAt))}${phaseEnds > now ? paint.dim(`, phase ends in ${((phaseEnds - now) / 1_000).toFixed(0)} s`) : ""}`,
      phases.map(({ name, state }) => `${marks[state]} ${state === "running" ? paint.bold(name) : name}`).join("  "),
      sample === undefined
        ? paint.dim("no load yet")
        : `asked ${sample.planned.toFixed(0).padStart(4)}/s  reached ${sample.reached.toFixed(0).padStart(4)}/s  p95 ${(sample.p95 ?? 0).toFixed(0).padStart(5)} ms  failed ${String(sample.errors).padStart(3)}  shed ${String(sample.shed).padStart(3)}`,
      `${paint.dim("rate")} ${sparkline(
        history.map(({ reached }) => reached),
        24,
      )}  ${paint.dim("p95")} ${sparkline(
        history.map(({ p95 }) => p95 ?? 0),
        24,
      )}`,
      inForce.length === 0 ? paint.dim(`no fault is in; guardian ${guardian}`) : inForce.join("  "),
    ];
    draw(["", ...rows.map((text) => clip(text, columns))].join("\n"));
  }

  function absorb({ at, event }: Entry): void {
    switch (event.type) {
      case "run-started":
        title = `${event.plan} on ${event.stack}`;
        startedAt = at;
        phases.push(...event.phases.map(({ phase }) => ({ name: phase, state: "waiting" as const })));
        break;
      case "guardian-started":
        guardian = `watches (process ${event.pid})`;
        break;
      case "phase-started":
        mark(event.phase, "running");
        phaseEnds = at + event.seconds * 1_000;
        break;
      case "gate-evaluated":
        mark(event.phase, event.passed ? "passed" : "failed");
        break;
      case "load-sampled":
        history.push(event.sample);
        if (history.length > 600) history.shift();
        break;
      case "fault-injected":
        faults.set(event.fault, { since: at, state: "in" });
        break;
      case "fault-healing":
        faults.set(event.fault, { since: at, state: "healing" });
        break;
      case "fault-healed":
        faults.set(event.fault, { since: at, state: "recovering" });
        break;
      case "fault-recovered":
      case "fault-not-recovered":
      case "fault-heal-unverified":
        faults.delete(event.fault);
        break;
      default:
        break;
    }
  }

  function mark(name: string, state: "running" | "passed" | "failed"): void {
    const phase = phases.find((one) => one.name === name);
    if (phase !== undefined) phase.state = state;
  }

  return {
    entry(entry) {
      absorb(entry);
      const text = describeEvent(entry);
      if (text !== undefined) line(`${paint.dim(clock(entry.at - startedAt).padStart(6))}  ${tint(text)}`);
      else if (!isTTY && entry.event.type === "load-sampled" && entry.at - lastBeat >= heartbeatMilliseconds) {
        lastBeat = entry.at;
        const { planned, reached, p95, errors, shed } = entry.event.sample;
        line(
          `${clock(entry.at - startedAt).padStart(6)}     asked ${planned.toFixed(0)}/s, reached ${reached.toFixed(0)}/s, p95 ${(p95 ?? 0).toFixed(0)} ms, failed ${errors}, shed ${shed}`,
        );
      }
    },
    end(report) {
      this.stop();
      line(`report: file://${report}`);
    },
    stop() {
      clearInterval(timer);
      draw?.clear();
      draw?.done();
    },
  };

  function tint(text: string): string {
    if (/FAILED|NOT |verdict: (failed|dirty)/.test(text)) return paint.red(text);
    if (/verdict: passed|gate passed/.test(text)) return paint.green(text);
    return text.startsWith("──") ? paint.bold(text) : text;
  }
}

function clock(milliseconds: number): string {
  const whole = Math.max(0, Math.floor(milliseconds / 1_000));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** To the terminal's width, colour codes not counted. */
function clip(text: string, columns: number): string {
  let [width, result] = [0, ""];
  for (const part of text.split(/(\u001b\[[0-9;]*m)/)) {
    if (part.startsWith("\u001b")) result += part;
    else {
      result += part.slice(0, Math.max(0, columns - width));
      width += part.length;
    }
  }
  return result;
}
