// The same abort in Chaos Toolkit: the same load, faults and degradation, and its continuous hypothesis over the very window; and its SIGTERM beside ours.
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { liveProcess } from "../../gameday/adapters/machine/process-handle.ts";
import type { Step } from "../../model/fault/fault-script.ts";
import type { Outputs } from "../../model/outputs.ts";
import type { Gameday } from "../../tests/gameday-process.ts";
import { degradations, goneLimitMilliseconds, limit, rate, seed } from "./aborts.ts";
import { command, experimentJournal, startExperiment, toxic, type Activity } from "./parts/chaos-toolkit.ts";
import { startErringEntry, type ErringEntry } from "./parts/erring-entry.ts";
import { whenGone, whenIn } from "./parts/gone.ts";
import { startRawK6 } from "./parts/raw-k6.ts";
import type { Row } from "./row.ts";
import { spread } from "./parts/statistics.ts";

/** It acts on a hypothesis that failed between two activities only: with steps this short its method may be ended each second. */
const step = 1;
const longestSeconds = 40;

interface Faults {
  readonly api: string;
  readonly in: readonly Activity[];
  readonly out: readonly Activity[];
  readonly undo: readonly Step[];
}

export async function peerAborts(gameday: Gameday, real: Outputs, chaos: string, times = 10): Promise<Row[]> {
  await using entry = await startErringEntry(gameday.home, real, seed);
  const faults = await sameFaults(real);
  const folder = join(gameday.home, "peer-load");
  const load = await startRawK6({ outputs: entry.outputs, folder, scenario: "mixed", rate, seconds: 3_600, seed });
  try {
    return [await byHypothesis(gameday, entry, faults, chaos, times), await bySignal(gameday, faults, chaos, times)];
  } finally {
    load.child.kill("SIGINT");
    await load.finished;
  }
}

async function byHypothesis(gameday: Gameday, entry: ErringEntry, faults: Faults, chaos: string, times: number): Promise<Row> {
  const [decision, gone, whole]: [number[], number[], number[]] = [[], [], []];
  let unclean = 0;
  for (const [turn, { share, after }] of degradations(times).entries()) {
    const [title, since] = [`peer-abort-${turn}`, Date.now()];
    const waits = Array.from({ length: longestSeconds / step }, (_, index) => command(`wait ${index}`, "true", "", step));
    const child = await startExperiment(chaos, gameday.home, {
      title,
      api: faults.api,
      method: [...faults.in, ...waits],
      rollbacks: faults.out,
      steady: entry.steady(limit, since),
    });
    const ended = once(child, "exit");
    await whenIn(faults.undo);
    await sleep(after * 1_000);
    entry.fail(share);
    const goneAt = await whenGone(faults.undo, goneLimitMilliseconds);
    entry.fail(0);
    await ended;
    const { steady_states: states } = await experimentJournal(gameday.home, title);
    const failed = states?.during?.find(({ steady_state_met: met }) => !met)?.probes.at(-1)?.end;
    const breached = entry.breachedAt(limit, since);
    await sleep(12_000); // The window is empty of failures again before the next turn.
    if (goneAt === null || failed === undefined || breached === null) {
      unclean += 1;
      continue;
    }
    decision.push((Date.parse(failed) - breached) / 1_000);
    gone.push((goneAt - Date.parse(failed)) / 1_000);
    whole.push((goneAt - breached) / 1_000);
  }
  return {
    row: `${times} aborts by a breach in Chaos Toolkit, s`,
    figures: {
      "breach → its hypothesis fails": spread(decision),
      "its hypothesis fails → faults gone, as the bench sees": spread(gone),
      "breach → faults gone": spread(whole),
      "aborts that did not end so": unclean,
    },
    wanted: "",
    held: true,
  };
}

async function bySignal(gameday: Gameday, faults: Faults, chaos: string, times: number): Promise<Row> {
  const gone: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const method = [...faults.in, command("wait", "true", "", longestSeconds)];
    const child = await startExperiment(chaos, gameday.home, { title: `peer-term-${turn}`, api: faults.api, method, rollbacks: faults.out });
    const ended = once(child, "exit");
    await whenIn(faults.undo);
    await sleep(1_000);
    const asked = Date.now();
    child.kill("SIGTERM");
    gone.push((((await whenGone(faults.undo, goneLimitMilliseconds)) ?? Infinity) - asked) / 1_000);
    await ended;
  }
  return {
    row: `${times} times SIGTERM to Chaos Toolkit, s`,
    figures: { "SIGTERM → faults gone, as the bench sees": spread(gone) },
    wanted: "",
    held: true,
  };
}

/** The slow hop and the frozen process of our plan, in its terms. */
async function sameFaults({ links, processes }: Outputs): Promise<Faults> {
  const link = links.find(({ service, to }) => service === "query-handler" && to === "eu-west-1");
  const target = processes.find(({ service, region }) => service === "mcp" && region === "eu-west-1");
  const record = target === undefined ? null : await liveProcess(target.pidFile);
  if (link === undefined || target === undefined || record === null) throw new Error("the stack lacks the link or the process to break");
  const place = { for_proxy: link.proxy, toxic_name: "peer-slow" };
  return {
    api: link.toxiproxy,
    in: [toxic("slow", "create_latency_toxic", { ...place, latency: 300 }), command("frozen", "kill", `-STOP ${record.pid}`)],
    out: [command("frozen", "kill", `-CONT ${record.pid}`), toxic("slow", "delete_toxic", place)],
    undo: [
      { kind: "toxic-remove", api: link.toxiproxy, proxy: link.proxy, toxic: "peer-slow" },
      { kind: "signal", process: { pidFile: target.pidFile }, signal: "SIGCONT" },
    ],
  };
}
