// What a run comes to by its faults: whether their effect was seen, and what the engine that did one says of it.
import { expect, test } from "vitest";
import type { Event } from "../../model/events.ts";
import type { FaultScript } from "../../model/fault/fault-script.ts";
import { parseDocument } from "../../model/parse.ts";
import { planSchema } from "../../model/plan.ts";
import { findingsOf } from "./findings.ts";
import { initialState } from "./state.ts";
import { transition } from "./transition.ts";

const script: FaultScript = { engine: "litmus", targets: [], inject: [], undo: [], effect: [], healed: [] };
const pass = "Litmus says Pass of pod-delete of e (Completed; probes 100 %)";

/** The findings of a run with one fault. `says`: what is known of Litmus' verdict; null: it was not asked, as in a run that was ended. */
function findings(says: string | null, { shows, required = true }: { readonly shows: boolean; readonly required?: boolean }) {
  const hit = { id: "hit", at: 1, duration: 10, required, hypothesis: "others answer", fault: { kind: "process-kill" } };
  const plan = parseDocument(planSchema, { name: "p", phases: [{ name: "chaos", duration: 60, rate: 20, scenario: "get", faults: [hit] }] }, "plan");
  const passed = says === pass;
  const shown: Event[] = [
    { type: "fault-injected", fault: "hit" },
    { type: "fault-effect-seen", fault: "hit", seen: [] },
  ];
  const missed: Event[] = [{ type: "fault-effect-missing", fault: "hit", seen: [] }];
  const judged = (detail: string): Event => ({ type: "fault-judged", fault: "hit", passed, seen: [{ label: "Litmus", held: passed, detail }] });
  const events: Event[] = [
    { type: "fault-planned", fault: "hit", kind: "process-kill", hypothesis: "", phase: "chaos" },
    { type: "fault-undo-recorded", fault: "hit", kind: "process-kill", script },
    { type: "fault-injecting", fault: "hit" },
    ...(shows ? shown : missed),
    ...(says === null ? [] : [judged(says)]),
    { type: "fault-healing", fault: "hit", by: "controller" },
    { type: "fault-healed", fault: "hit", by: "controller", seen: [] },
    { type: "fault-recovered", fault: "hit" },
  ];
  return findingsOf(events.reduce((state, event) => transition(state, event)[0], initialState(plan, [])));
}

test("an effect that was seen and an engine that says Pass are no finding", () => {
  expect(findings(pass, { shows: true })).toEqual([]);
});

test.for([
  "Litmus says Fail of pod-delete of e (Completed; probes 0 %)",
  "Litmus says Stopped of pod-delete of e (Stopped; probes 0 %)",
  "Litmus says Awaited of pod-delete of e (Running; probes Awaited %)",
  "Litmus wrote no result for pod-delete of e",
  "cannot be evaluated: the cluster does not answer",
])("%s: failed once its effect was seen, and proves nothing before", (says) => {
  const [failed, ...others] = findings(says, { shows: true });
  expect(failed).toEqual({ verdict: "failed", reason: `the experiment hit did not pass by its engine's own verdict: ${says}` });
  expect(others).toEqual([]);
  for (const required of [true, false])
    expect(findings(says, { shows: false, required })).toEqual([
      { verdict: "invalid", reason: `the fault hit was not exercised: it showed no effect on the consumer's side; its engine: ${says}` },
    ]);
});

test("an effect that nobody saw makes a required fault's run invalid, also where the engine says Pass", () => {
  const reason = "the required fault hit was not exercised: it showed no effect on the consumer's side";
  expect(findings(pass, { shows: false })).toEqual([{ verdict: "invalid", reason }]);
  expect(findings(null, { shows: false })).toEqual([{ verdict: "invalid", reason }]);
  expect(findings(pass, { shows: false, required: false })).toEqual([]);
});
