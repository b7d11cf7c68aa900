// Google: what an environment may cost in a month, and who is told before it does.
import { interpolate, type ComponentResourceOptions, type Input } from "@pulumi/pulumi";
import { Budget } from "@pulumi/gcp/billing/budget.js";
import { Component } from "../component.ts";

export interface GoogleBudgetArgs {
  readonly environment: string;
  /** The project's number: bills know no name. */
  readonly projectNumber: Input<string>;
  /** Such as "012345-6789AB-CDEF01". */
  readonly billingAccount: string;
  /** US dollars a month. */
  readonly monthly: number;
  /** Id of the channel that is told. */
  readonly channel: Input<string>;
}

/**
 * A mail at half, four fifths and the whole of the month's budget, and as soon as the month is forecast to exceed it.
 *
 * @cost Nothing.
 * @omits It stops nothing: Google's bill is hours late. What has no label of the environment is not counted.
 * @failureDomain Global. While it fails nobody is warned; nothing else depends on it.
 */
export class GoogleBudget extends Component {
  constructor(name: string, { environment, projectNumber, billingAccount, monthly, channel }: GoogleBudgetArgs, options: ComponentResourceOptions) {
    super("budget:GoogleBudget", name, options);
    new Budget(
      this.named("month"),
      {
        billingAccount,
        displayName: `${environment}: a month`,
        amount: { specifiedAmount: { currencyCode: "USD", units: String(monthly) } },
        budgetFilter: {
          projects: [interpolate`projects/${projectNumber}`],
          labels: { environment },
          calendarPeriod: "MONTH",
          creditTypesTreatment: "EXCLUDE_ALL_CREDITS",
        },
        thresholdRules: [
          { thresholdPercent: 0.5 },
          { thresholdPercent: 0.8 },
          { thresholdPercent: 1 },
          { thresholdPercent: 1, spendBasis: "FORECASTED_SPEND" },
        ],
        allUpdatesRule: { monitoringNotificationChannels: [channel], disableDefaultIamRecipients: true },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
