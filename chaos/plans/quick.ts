// A plan of under a minute: one light phase and a small Chaos with a region lost. For trying things out, and for tests.
import type { PlanInput } from "../../model/plan.ts";

export const quickPlan = {
  name: "quick",
  description: "Baseline, then Chaos with a killed process and a lost region.",
  seed: 7,
  phases: [
    { name: "baseline", duration: "14s", rate: 20, instances: 15 },
    {
      name: "chaos",
      duration: "50s",
      rate: 20,
      instances: 15,
      faults: [
        {
          id: "handler-killed",
          at: "3s",
          duration: "3s",
          hypothesis: "clients are served while the query handler is started again",
          fault: { kind: "process-kill", target: { service: "query-handler", region: "us-east-1" } },
        },
        {
          id: "region-lost",
          at: "13s",
          duration: "12s",
          hypothesis: "a standby is promoted and clients go on elsewhere",
          fault: { kind: "region-loss" },
        },
      ],
    },
  ],
  guards: { dataPrimaries: true, environments: ["local"] },
} as const satisfies PlanInput;
