// Two small plans for tests of reviews: one with a killed process, one without a fault and with another scenario.
import type { PlanInput } from "../../../model/plan.ts";

export const quickPlan = {
  name: "quick",
  seed: 7,
  phases: [
    {
      name: "chaos",
      duration: "20s",
      rate: 20,
      faults: [{ id: "killed", at: "3s", duration: "3s", hypothesis: "clients are served", fault: { kind: "process-kill", target: {} } }],
    },
  ],
} as const satisfies PlanInput;

export const shortPlan = {
  name: "short",
  seed: 7,
  phases: [{ name: "baseline", duration: "5s", rate: 5, scenario: "get" }],
} as const satisfies PlanInput;
