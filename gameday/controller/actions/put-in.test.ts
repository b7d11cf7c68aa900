// When a fault counts as in: at once where we do it ourselves; where an engine does it in its own time, when its effect is first seen.
import { expect, test } from "vitest";
import type { Event } from "../../../model/events.ts";
import type { FaultScript, Step } from "../../../model/fault/fault-script.ts";
import { parseDocument } from "../../../model/parse.ts";
import { planSchema } from "../../../model/plan.ts";
import { initialState } from "../state.ts";
import { injectOnce, type Injecting } from "./put-in.ts";

interface Given {
  readonly engine: FaultScript["engine"];
  /** Seconds after the step at which the effect can be seen; absent: never. */
  readonly shows?: number;
  /** Seconds after the step at which the engine has come to its end, or is seen to have nobody who works on it. */
  readonly ends?: number;
  /** Seconds after the step at which the fault is taken out. */
  readonly stopped?: number;
}

const start = 1_000_000;
const duration = 20;
const step: Step = { kind: "engine-start", cluster: {}, namespace: "litmus", experiment: {}, engine: {} };
const settle: Step = { kind: "engine-settled", cluster: {}, namespace: "litmus", engine: "e", experiment: "pod-delete", limit: 300 };

/** Puts one fault in. Resolves with what the run is told and after how many seconds, and with the moments that it remembers. */
async function putIn({ engine, shows = Infinity, ends = Infinity, stopped = Infinity }: Given) {
  const fault = { id: "hit", at: 1, duration, hypothesis: "others answer", fault: { kind: "process-kill" } };
  const plan = parseDocument(
    planSchema,
    { name: "p", phases: [{ name: "chaos", duration: 60, rate: 20, scenario: "get", faults: [fault] }] },
    "plan",
  );
  const effect = { label: "it shows", observe: { kind: "memory-available" }, is: true, changed: false } as const;
  const script: FaultScript = { engine, targets: [], inject: [step], settle: [settle], undo: [], effect: [effect], healed: [effect] };
  const told: (readonly [Event["type"], number])[] = [];
  const waiting: { readonly at: number; readonly resolve: () => void }[] = [];
  let waits = 0;
  let now = start;
  const after = (): number => (now - start) / 1_000;
  const context: Injecting = {
    plan: () => plan,
    state: () => ({ ...initialState(plan, []), stopping: after() >= stopped }),
    moments: new Map(),
    injecting: new Map(),
    dispatch: async ({ type }) => void told.push([type, after()]),
    ports: {
      clock: {
        now: () => now,
        async sleep(milliseconds) {
          now += milliseconds;
          for (const { at, resolve } of waiting) if (after() >= at) resolve();
          if (after() >= stopped) context.injecting.get("hit")?.stop.abort();
          await new Promise((resolve) => setImmediate(resolve));
        },
      },
      steps: {
        async perform({ kind }, signal) {
          if (kind !== "engine-settled") return;
          waits += 1;
          await new Promise<void>((resolve) => {
            waiting.push({ at: ends, resolve });
            signal?.addEventListener("abort", () => resolve(), { once: true });
          });
          waits -= 1;
        },
      },
      expecting: { before: async () => [], check: async () => [{ label: "it shows", held: after() >= shows, detail: "" }] },
    },
  };
  await injectOnce(context, "hit", script);
  await new Promise((resolve) => setImmediate(resolve));
  expect(waits, "nothing waits on for an engine").toBe(0);
  const { injectedAt, effectAt, detectedAt } = context.moments.get("hit") ?? {};
  return { told, moments: [injectedAt, effectAt, detectedAt].map((at) => (at === undefined ? null : (at - start) / 1_000)) };
}

test("what we do ourselves is in once it is done, however late its effect is seen", async () => {
  expect(await putIn({ engine: "process", shows: 3 })).toEqual({
    told: [
      ["fault-injecting", 0],
      ["fault-injected", 0],
      ["fault-effect-seen", 3],
      ["fault-detected", 3],
    ],
    moments: [0, 3, 3],
  });
});

test("what Litmus does is in when its effect is first seen, after tens of seconds too", async () => {
  expect(await putIn({ engine: "litmus", shows: 58 })).toEqual({
    told: [
      ["fault-injecting", 0],
      ["fault-injected", 58],
      ["fault-effect-seen", 58],
      ["fault-detected", 58],
    ],
    moments: [58, 58, 58],
  });
});

test.for<[string, Given, number]>([
  ["for ten seconds of what we do", { engine: "process" }, 10],
  ["until Litmus could have begun, and as long as the fault is in then", { engine: "litmus" }, 120 + duration],
  ["until Litmus has come to its end, or nobody works on it", { engine: "litmus", ends: 31 }, 31],
])("an effect is looked for %s", async ([, given, seconds]) => {
  const { told, moments } = await putIn(given);
  expect(told.at(-1)).toEqual(["fault-effect-missing", seconds]);
  expect(moments).toEqual([given.engine === "process" ? 0 : null, null, null]);
});

test("one that is taken out before it was seen to begin was never in", async () => {
  expect(await putIn({ engine: "litmus", stopped: 12, shows: 12 })).toEqual({ told: [["fault-injecting", 0]], moments: [null, null, null] });
});
