// A month costs no more than the tier's budget, and no price of what is dear is unknown.
import { z } from "zod";
import { billOf } from "../../estate/cost/bill.ts";
import { judge } from "../../estate/cost/judge.ts";
import { usageOf } from "../../estate/cost/usage.ts";
import { tiers } from "../../model/tiers.ts";
import { violation } from "../facts/demand.ts";
import { defineRule, everywhere } from "../rule.ts";

export const monthlyCost = defineRule({
  name: "monthly-cost",
  group: "cost",
  title: "The monthly cost is within the tier's budget",
  why: "What a change costs is known before it is made, or at the end of the month.",
  incident: "The failed deployment's report suspects a billing limit behind 19 load balancers that waited; nobody had known the cost before.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({
    budget: z.number().positive().optional().describe("US dollars a month in place of the tier's; a tier without one has none"),
  }),
  judge: (facts, { budget }) =>
    judge(billOf(facts.estate, usageOf(facts.tier)), budget ?? tiers[facts.tier].monthlyBudget).map(({ path, message, remedy = "" }) =>
      violation(facts.get(path), facts.get(path) === null ? path : "", message, remedy),
    ),
});
