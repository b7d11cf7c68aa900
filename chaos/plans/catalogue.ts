// The plans that come with the project, by name.
import type { PlanInput } from "../../model/plan.ts";
import { crossComponentPlan } from "../scenarios/cross-component.ts";
import { databaseSaturationPlan } from "../scenarios/database-saturation.ts";
import { expertConsensusPlan } from "../scenarios/expert-consensus.ts";
import { mcpCascadePlan } from "../scenarios/mcp-cascade.ts";
import { anyStackPlan } from "./any-stack.ts";
import { defaultPlan } from "./default.ts";
import { fullPlan } from "./full.ts";
import { nightlyLightPlan, regionEvacuationPlan, weeklyGameDayPlan } from "./game-day.ts";
import { quickPlan } from "./quick.ts";
import { resiliencePlan } from "./resilience.ts";

export const plans: Readonly<Record<string, PlanInput>> = {
  default: defaultPlan,
  quick: quickPlan,
  full: fullPlan,
  "any-stack": anyStackPlan,
  [expertConsensusPlan.name]: expertConsensusPlan,
  [mcpCascadePlan.name]: mcpCascadePlan,
  [databaseSaturationPlan.name]: databaseSaturationPlan,
  [crossComponentPlan.name]: crossComponentPlan,
  [resiliencePlan.name]: resiliencePlan,
  [weeklyGameDayPlan.name]: weeklyGameDayPlan,
  [nightlyLightPlan.name]: nightlyLightPlan,
  [regionEvacuationPlan.name]: regionEvacuationPlan,
};
