// The error guard under faults that should cause no errors: a thousand evaluations and more at Medium's rate, each of them one that could end the run.
import { initialState, faultsInForce } from "../../gameday/controller/state.ts";
import { transition } from "../../gameday/controller/transition.ts";
import { breachOf, slide, windowSeconds, type Answers } from "../../gameday/guards/error-window.ts";
import type { Entry } from "../../model/events.ts";
import { parseDocument } from "../../model/parse.ts";
import { planSchema, type Plan, type PlanInput } from "../../model/plan.ts";
import type { Gameday } from "../../tests/gameday-process.ts";
import { pick, seededRandom } from "../../workloads/platform/random.ts";
import type { Row } from "./row.ts";
import { upperBound95 } from "./parts/statistics.ts";

const seed = 5;
/** Evaluations come about once a second while a fault is in. */
const wanted = 1_000;
const [faults, faultSeconds, everySeconds] = [26, 40, 44];
/** Medium's, of the embedded plan. */
const rate = 45;
/** Limits that the same windows are held against: the default, and tighter ones. */
const limits = [0.5, 0.1, 0.05, 0.01] as const;

export async function falseAborts(gameday: Gameday): Promise<Row[]> {
  const input = plan();
  const run = await gameday.run("run", await gameday.plan(input), "--events");
  const windows = armedWindows(parseDocument(planSchema, input, "the plan"), run.entries);
  const asked = run.entries.filter(({ event }) => event.type === "abort-requested").length;
  const aborts = limits.map((limit) => ({ limit, events: windows.filter((window) => breachOf(window, limit) !== null).length }));
  const bounds = aborts.map(({ limit, events }) => [`would-be aborts at a limit of ${limit * 100} %`, events]);
  const highest = Math.max(...windows.map((window) => breachOf(window, 0)?.share ?? 0));
  return [
    {
      row: "false aborts of the error guard, by evaluation",
      figures: {
        "evaluations with a fault in": windows.length,
        "aborts of the run (limit 50 %)": asked,
        "share of evaluations, upper 95 % bound": upperBound95(asked, windows.length),
        "the same, windows that share no answer": upperBound95(asked, Math.floor(windows.length / windowSeconds)),
        "highest share of failed answers in a window": highest,
        ...Object.fromEntries(bounds),
      },
      wanted: `none in ${wanted} evaluations or more`,
      held: asked === 0 && windows.length >= wanted,
    },
  ];
}

/** Slow hops, jitter and frozen parts, one after the other, kinds and places drawn by the seed. */
function plan(): PlanInput {
  const random = seededRandom(seed, "false aborts");
  const regions = ["us-east-1", "eu-west-1", "ap-southeast-1"] as const;
  const draw = (index: number) => {
    const to = pick(random, regions) ?? regions[0];
    const service = pick(random, ["query-handler", "orchestrator", "experts", "response-collector"] as const) ?? "experts";
    const latency = `${100 + Math.floor(random() * 200)}ms` as const;
    return [
      { kind: "network-latency", link: { service, to }, latency } as const,
      { kind: "network-jitter", link: { service, to }, latency, jitter: "50ms" } as const,
      { kind: "process-freeze", target: { service: "mcp", region: to } } as const,
    ][index % 3];
  };
  return {
    name: "false-aborts",
    seed,
    phases: [
      {
        name: "medium",
        duration: `${faults * everySeconds + 10}s`,
        rate,
        faults: Array.from({ length: faults }, (_, index) => ({
          id: `mild-${index}`,
          at: `${8 + index * everySeconds}s`,
          duration: `${faultSeconds}s`,
          required: false,
          hypothesis: "nothing fails",
          fault: draw(index) ?? { kind: "network-latency", latency: "100ms" },
        })),
      },
    ],
    guards: { maximumConcurrentFaults: 2, environments: ["local"] },
  };
}

/** What the guard saw at each sample while a fault was in, by the run's own journal. */
function armedWindows(given: Plan, entries: readonly Entry[]): (readonly Answers[])[] {
  const windows: (readonly Answers[])[] = [];
  let [state, window]: [ReturnType<typeof initialState>, readonly Answers[]] = [initialState(given, []), []];
  for (const { at, event } of entries) {
    [state] = transition(state, event);
    if (event.type !== "load-sampled") continue;
    const { ok, shed, errors } = event.sample;
    window = faultsInForce(state).length === 0 ? [] : slide(window, { at, answers: ok + shed + errors, errors });
    if (window.length > 0) windows.push(window);
  }
  return windows;
}
