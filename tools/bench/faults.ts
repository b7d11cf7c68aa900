// How long a network fault takes to go in and to come out again, kind by kind, beside Chaos Toolkit's Toxiproxy extension on the same links.
import { once } from "node:events";
import { renderFault } from "../../chaos/catalogue.ts";
import { createSteps } from "../../gameday/adapters/steps/create-steps.ts";
import type { Entry, EventType } from "../../model/events.ts";
import { faultSchema } from "../../model/fault/fault.ts";
import type { Outputs } from "../../model/outputs.ts";
import type { PlanInput } from "../../model/plan.ts";
import type { Gameday } from "../../tests/gameday-process.ts";
import { experimentJournal, startExperiment, toxic } from "./parts/chaos-toolkit.ts";
import type { Row } from "./row.ts";
import { spread } from "./parts/statistics.ts";

const times = 10;
const everySeconds = 6;
const link = { service: "query-handler", from: "eu-west-1", to: "eu-west-1" } as const;

/** Ours, and the extension's function for it with its arguments. Stall: its own is the timeout, which closes what waits when it is removed. */
const kinds = [
  [{ kind: "network-latency", link, latency: "300ms" }, "create_latency_toxic", { latency: 300 }],
  [{ kind: "network-jitter", link, latency: "300ms", jitter: "100ms" }, "create_latency_toxic", { latency: 300, jitter: 100 }],
  [{ kind: "bandwidth-limit", link, kilobytesPerSecond: 1 }, "create_bandwith_degradation_toxic", { rate: 1 }],
  [{ kind: "network-stall", link }, "create_timeout_toxic", { timeout: 0 }],
  [{ kind: "connection-reset", link }, "create_toxic", { toxic_type: "reset_peer", attributes: { timeout: 0 } }],
] as const;
type Kind = (typeof kinds)[number][0]["kind"];

export async function faultLatency(gameday: Gameday, outputs: Outputs, chaos: string): Promise<Row[]> {
  const entries = await runOurs(gameday);
  const theirs = await runTheirs(gameday, outputs, chaos);
  const rows: Row[] = [];
  for (const [fault] of kinds) {
    const steps = await callsAlone(outputs, fault);
    const between = (from: EventType, to: EventType) => spread(spans(entries, fault.kind, from, to));
    const [theirIn, theirOut] = [spread(theirs.in.get(fault.kind) ?? []), spread(theirs.out.get(fault.kind) ?? [])];
    rows.push({
      row: `${fault.kind} in and out, ms`,
      figures: {
        "in: the calls alone": spread(steps.in),
        "in: due, guards, undo on disk, look before, calls": between("fault-planned", "fault-injected"),
        "in: the same, and its effect seen by a consumer": between("fault-planned", "fault-effect-seen"),
        "in: Chaos Toolkit's action": theirIn,
        "in: calls alone ÷ Chaos Toolkit's": spread(steps.in).p50 / theirIn.p50,
        "out: the calls alone": spread(steps.out),
        "out: from the decision until the calls are done": between("fault-healing", "fault-undone"),
        "out: the same, and seen gone, on disk": between("fault-healing", "fault-healed"),
        "out: Chaos Toolkit's rollback": theirOut,
        "out: calls alone ÷ Chaos Toolkit's": spread(steps.out).p50 / theirOut.p50,
      },
      wanted: "",
      held: true,
    });
  }
  return rows;
}

/** One run without load: each kind again and again, one at a time. */
async function runOurs(gameday: Gameday): Promise<readonly Entry[]> {
  const order = Array.from({ length: times }, () => kinds).flat();
  const plan = {
    name: "fault-latency",
    phases: [
      {
        name: "chaos",
        duration: `${order.length * everySeconds + 3}s`,
        rate: 0,
        faults: order.map(([fault], index) => ({
          id: `${fault.kind}-${index}`,
          at: `${1 + index * everySeconds}s`,
          duration: "3s",
          hypothesis: "in and out",
          fault,
        })),
      },
    ],
    guards: { environments: ["local"] },
  } satisfies PlanInput;
  return (await gameday.run("run", await gameday.plan(plan), "--events")).entries;
}

function spans(entries: readonly Entry[], kind: Kind, from: EventType, to: EventType): number[] {
  const momentsOf = (type: EventType) =>
    new Map(
      entries.flatMap(({ at, event }) => (event.type === type && "fault" in event && event.fault.startsWith(`${kind}-`) ? [[event.fault, at]] : [])),
    );
  const starts = momentsOf(from);
  return [...momentsOf(to)].flatMap(([fault, at]) => [at - (starts.get(fault) ?? NaN)]).filter((span) => !Number.isNaN(span));
}

/** What Toxiproxy and the way to it take: the fault's steps, and nothing else of a run. ms. */
async function callsAlone(outputs: Outputs, input: (typeof kinds)[number][0]): Promise<{ in: number[]; out: number[] }> {
  const facts = { postgresPrimary: null, redisPrimary: null };
  const rendered = renderFault(faultSchema.parse(input), { id: "alone", outputs, facts, folder: "", duration: 1 });
  if (!rendered.supported) throw new Error(rendered.reason);
  const port = createSteps();
  const took = async (steps: typeof rendered.script.inject): Promise<number> => {
    const started = performance.now();
    for (const step of steps) await port.perform(step);
    return performance.now() - started;
  };
  const figures: { in: number[]; out: number[] } = { in: [], out: [] };
  for (let turn = 0; turn < times; turn += 1) {
    figures.in.push(await took(rendered.script.inject));
    figures.out.push(await took(rendered.script.undo));
  }
  return figures;
}

/** Its own times of each action and rollback, ms: from its start to its end, Python's start-up left out. */
async function runTheirs(gameday: Gameday, outputs: Outputs, chaos: string): Promise<{ in: Map<string, number[]>; out: Map<string, number[]> }> {
  const found = outputs.links.find(({ service, from, to }) => service === link.service && from === link.from && to === link.to);
  if (found === undefined) throw new Error("the stack has no such link");
  const figures = { in: new Map<string, number[]>(), out: new Map<string, number[]>() };
  for (let turn = 0; turn < times; turn += 1) {
    for (const [{ kind }, func, parameters] of kinds) {
      const [title, place] = [`${kind}-${turn}`, { for_proxy: found.proxy, toxic_name: `peer-${kind}` }];
      const child = await startExperiment(chaos, gameday.home, {
        title,
        api: found.toxiproxy,
        method: [toxic(kind, func, { ...place, ...parameters }, 0.5)],
        rollbacks: [toxic(kind, "delete_toxic", place)],
      });
      await once(child, "exit");
      const { run, rollbacks } = await experimentJournal(gameday.home, title);
      for (const [to, activities] of [[figures.in, run] as const, [figures.out, rollbacks] as const])
        for (const { duration, status } of activities) {
          if (status !== "succeeded") throw new Error(`Chaos Toolkit's ${title} ${status}`);
          to.set(kind, [...(to.get(kind) ?? []), duration * 1_000]);
        }
    }
  }
  return figures;
}
