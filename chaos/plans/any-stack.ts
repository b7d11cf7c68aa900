// The plan for a system that is not ours: a short load on its entry, and the faults that its outputs allow.
import type { PlanInput } from "../../model/plan.ts";

export const anyStackPlan = {
  name: "any-stack",
  description:
    "Three short phases of plain GETs; a slow link, a frozen process, a stalled link and a killed process, where the outputs have handles for them.",
  seed: 7,
  phases: [
    { name: "idle", duration: "5s", rate: 0, scenario: "get" },
    { name: "baseline", duration: "12s", rate: 30, scenario: "get" },
    {
      name: "chaos",
      duration: "40s",
      rate: 30,
      scenario: "get",
      faults: [
        {
          id: "slow-link",
          at: "2s",
          duration: "5s",
          required: false,
          hypothesis: "answers are slower, and still come",
          fault: { kind: "network-latency", link: {}, latency: "200ms" },
        },
        {
          id: "frozen-process",
          at: "12s",
          duration: "4s",
          required: false,
          hypothesis: "requests wait until the process goes on",
          fault: { kind: "process-freeze", target: {} },
        },
        {
          id: "stalled-link",
          at: "22s",
          duration: "4s",
          required: false,
          hypothesis: "requests wait until the link passes bytes again",
          fault: { kind: "network-stall", link: {} },
        },
        {
          id: "killed-process",
          at: "32s",
          duration: "3s",
          required: false,
          hypothesis: "whatever restarts the process brings it back",
          fault: { kind: "process-kill", target: {} },
        },
      ],
    },
  ],
  // A system of a few parts has no smaller share than one of them.
  guards: { blastRadius: 1 },
} as const satisfies PlanInput;
