// The stages in which a run that was ended early came to rest, from its journal.
import { expect, test } from "vitest";
import { EndStages, tellStages } from "./end-stages.ts";
import type { Event } from "../events.ts";

const script = { engine: "process" as const, targets: [], inject: [], undo: [], effect: [], healed: [] };
const stopped = { planned: 1, started: 1, dropped: 0, generatorCpu: 0, starved: false, exitCode: 0, detail: "" };
const load: Event = { type: "load-started", phase: "chaos", scenario: "mixed", rate: 1 };
const abort: Event = { type: "abort-requested", by: "person", reason: "enough" };
const recorded = (fault: string): Event => ({ type: "fault-undo-recorded", fault, kind: "process-freeze", script });
const healed = (fault: string): Event => ({ type: "fault-healed", fault, by: "controller", seen: [] });
const undone = (fault: string): Event => ({ type: "fault-undone", fault, by: "controller" });
const recovered = (fault: string): Event => ({ type: "fault-recovered", fault, outageSeconds: 0 });

/** One event a second. */
function told(...events: readonly Event[]): string {
  const stages = new EndStages();
  events.forEach((event, sequence) => stages.add({ sequence, at: sequence * 1_000, event }));
  return tellStages(stages.read());
}

test("each stage is over when the last fault is through it; what was healed before the decision counts only where it had not recovered", () => {
  const early: Event[] = [recorded("old"), undone("old"), healed("old"), recovered("old"), recorded("slow"), undone("slow"), healed("slow")];
  const end: Event[] = [undone("a"), { type: "load-stopped", phase: "chaos", ...stopped }, undone("b"), healed("b"), healed("a"), recovered("slow")];
  expect(told(load, ...early, recorded("a"), recorded("b"), abort, abort, ...end, recovered("a"), recovered("b"))).toBe(
    "decided, load stopped +3.0 s, undone +4.0 s, verified +6.0 s, redundant +9.0 s",
  );
});

test("what was not reached is said, what there was none of is left out", () => {
  expect(told(load, recorded("a"))).toBe("");
  expect(told(abort)).toBe("decided");
  expect(told(load, recorded("a"), abort, undone("a"))).toBe(
    "decided, load stopped not reached, undone +1.0 s, verified not reached, redundant not reached",
  );
});
