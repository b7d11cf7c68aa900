// The undo of a fault: in order, engines at once, what fails once more, and no longer than it may take.
import { expect, test } from "vitest";
import type { FaultScript, Step } from "../../model/fault/fault-script.ts";
import type { StepPort } from "../ports/fault.ts";
import { healFault, undoSteps } from "./heal.ts";

const place = { cluster: {}, namespace: "litmus" };
const stop = (engine: string): Step => ({ kind: "engine-stop", ...place, engine, limit: 120 });
const settled = (engine: string): Step => ({ kind: "engine-settled", ...place, engine, experiment: "pod-delete", limit: 300 });
const release = (file: string): Step => ({ kind: "release", file });
const nameOf = (step: Step): string => ("engine" in step && typeof step.engine === "string" ? step.engine : "file" in step ? step.file : step.kind);

/** Steps under way are told apart from those that are over: each is held until it is let go. */
function heldSteps() {
  const log: string[] = [];
  const held = new Map<string, PromiseWithResolvers<void>>();
  const port: StepPort = {
    async perform(step) {
      const name = nameOf(step);
      const wait = Promise.withResolvers<void>();
      held.set(name, wait);
      log.push(`${name} begins`);
      await wait.promise;
      log.push(`${name} is over`);
    },
  };
  const letGo = async (name: string): Promise<void> => {
    held.get(name)?.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { log, port, letGo };
}

test.for([
  ["stopped", stop],
  ["waited for", settled],
] as const)("engines of a fault are %s at once; what is no engine, one after the other", async ([, engine]) => {
  const { log, port, letGo } = heldSteps();
  const undone = undoSteps([release("one"), engine("a"), engine("b"), release("two"), release("three")], port);
  expect(log).toEqual(["one begins"]);
  await letGo("one");
  expect(log.splice(0)).toEqual(["one begins", "one is over", "a begins", "b begins"]);
  await letGo("b");
  expect(log.splice(0)).toEqual(["b is over"]);
  await letGo("a");
  await letGo("two");
  await letGo("three");
  expect(log).toEqual(["a is over", "two begins", "two is over", "three begins", "three is over"]);
  expect(await undone).toEqual({ failed: [], problems: [] });
});

test("an engine that cannot be stopped keeps none of the others in, and is tried again alone until the fault's time is up", async () => {
  const second = 1_000;
  let now = 0;
  const calls: string[] = [];
  const steps: StepPort = {
    async perform(step) {
      calls.push(`${nameOf(step)} at ${now / second}`);
      if (nameOf(step) === "b") throw new Error("b does not end");
    },
  };
  const script = { undo: [stop("a"), stop("b"), stop("c")], healed: [] } satisfies Pick<FaultScript, "undo" | "healed">;
  const clock = { now: () => now, sleep: async () => void (now += second) };
  const expecting = { before: async () => [], check: async () => [] };
  let undone = 0;
  const result = await healFault(
    script,
    { steps, expecting },
    clock,
    () => 3 * second,
    async () => void (undone += 1),
  );
  expect(result).toEqual({ ok: false, seen: [], problems: ["b does not end"] });
  expect(calls).toEqual(["a at 0", "b at 0", "c at 0", "b at 1", "b at 2", "b at 3"]);
  expect(undone).toBe(0);
});
