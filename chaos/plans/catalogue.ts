// The plans that come with the project, by name.
import type { PlanInput } from "../../model/plan.ts";
import { anyStackPlan } from "./any-stack.ts";
import { defaultPlan } from "./default.ts";
import { fullPlan } from "./full.ts";
import { quickPlan } from "./quick.ts";

export const plans: Readonly<Record<string, PlanInput>> = {
  default: defaultPlan,
  quick: quickPlan,
  full: fullPlan,
  "any-stack": anyStackPlan,
};
