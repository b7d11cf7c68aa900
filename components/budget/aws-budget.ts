// What an environment may cost in a month, and who is told before it does.
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Budget } from "@pulumi/aws/budgets/budget.js";
import { AnomalyMonitor } from "@pulumi/aws/costexplorer/anomalyMonitor.js";
import { AnomalySubscription } from "@pulumi/aws/costexplorer/anomalySubscription.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { accountOf } from "../identity/aws/policy.ts";

export interface AwsBudgetArgs {
  readonly plan: EnvironmentPlan;
}

/** Per cent of the month's budget. */
const warnings = [
  { notificationType: "ACTUAL", threshold: 50 },
  { notificationType: "ACTUAL", threshold: 80 },
  { notificationType: "ACTUAL", threshold: 100 },
  { notificationType: "FORECASTED", threshold: 100 },
] as const;

/** Part of the month's budget by which a day must exceed what was expected: less is noise. */
const anomalyPart = 0.02;

/**
 * A mail at 50, 80 and 100 % of the tier's monthly budget, when 100 % is forecast, and when a day costs much more than the days before it.
 * @cost Nothing: the first two budgets of an account are free, anomalies always.
 * @omits A brake: nothing is stopped when the money is spent, since AWS's bill is hours late. Other things in the same account: the budget is the whole account's,
 * for tags count only after the payer's account activated them; the anomaly monitor, which can go by nothing else, sleeps until `environment` is activated.
 * @failureDomain Global. While it fails nobody is warned; nothing else depends on it.
 */
export class AwsBudget extends Component {
  constructor(name: string, { plan }: AwsBudgetArgs, options: ComponentResourceOptions = {}) {
    super("budget:AwsBudget", name, options);
    const { monthlyBudget } = plan.tier;
    if (monthlyBudget === null) throw new Error(`the tier ${plan.name} has no budget`);
    new Budget(
      this.named("month"),
      {
        accountId: accountOf(plan),
        name: `gameday-${plan.name}`,
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(monthlyBudget),
        limitUnit: "USD",
        // What the account pays with is not what the environment costs.
        costTypes: { includeCredit: false, includeRefund: false },
        notifications: warnings.map(({ notificationType, threshold }) => ({
          notificationType,
          threshold,
          thresholdType: "PERCENTAGE",
          comparisonOperator: "GREATER_THAN",
          subscriberEmailAddresses: [plan.settings.alertEmail],
        })),
      },
      { parent: this },
    );
    const monitor = new AnomalyMonitor(
      this.named("anomalies"),
      {
        name: `gameday-${plan.name}`,
        monitorType: "CUSTOM",
        monitorSpecification: JSON.stringify({ Tags: { Key: "environment", Values: [plan.name], MatchOptions: ["EQUALS"] } }),
      },
      { parent: this },
    );
    new AnomalySubscription(
      this.named("anomalies-mail"),
      {
        name: `gameday-${plan.name}`,
        frequency: "DAILY",
        monitorArnLists: [monitor.arn],
        subscribers: [{ type: "EMAIL", address: plan.settings.alertEmail }],
        thresholdExpression: {
          dimension: {
            key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            matchOptions: ["GREATER_THAN_OR_EQUAL"],
            values: [String(Math.round(monthlyBudget * anomalyPart))],
          },
        },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
