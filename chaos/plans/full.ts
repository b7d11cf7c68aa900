// The unscaled stress cycle: SPEC's seven phases at full length and rate. It needs a real three-region stack.
import { fullSizePhases } from "../../model/phases.ts";
import type { PlanInput } from "../../model/plan.ts";
import { defaultPlan } from "./default.ts";

const chaos = defaultPlan.phases[6];
/** Faults of the default plan, spread over the longer phase. */
const spread = 8;

export const fullPlan = {
  name: "full",
  description: "The whole cycle at full size: two and a half hours, up to 50,000 requests/s.",
  seed: 7,
  phases: [
    ...(["idle", "baseline", "light", "medium", "heavy", "extreme"] as const).map((name) => ({
      name,
      duration: fullSizePhases[name].minutes * 60,
      rate: fullSizePhases[name].requestsPerSecond,
      instances: fullSizePhases[name].instances,
      restoreDrill: name === "heavy",
    })),
    {
      name: "chaos",
      duration: fullSizePhases.chaos.minutes * 60,
      rate: fullSizePhases.chaos.requestsPerSecond,
      instances: fullSizePhases.chaos.instances,
      faults: chaos.faults.map((fault) => ({
        ...fault,
        at: Number(fault.at.slice(0, -1)) * spread,
        duration: Number(fault.duration.slice(0, -1)) * spread,
      })),
    },
  ],
  guards: { dataPrimaries: true, environments: ["chaos", "ultimate"] },
} satisfies PlanInput;
