// Google: quotas that a region needs, asked for before they are.
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { SQuotaPreference } from "@pulumi/gcp/cloudquota/squotaPreference.js";
import { Component } from "../component.ts";
import type { RegionPlan } from "../environment.ts";
import type { GooglePools } from "../cluster/google-size-plan.ts";
import { planGoogleQuotas } from "./google-quota-plan.ts";

export interface GoogleQuotasArgs {
  readonly environment: string;
  readonly region: RegionPlan;
  readonly project: string;
  readonly pools: GooglePools;
  /** Whom Google asks when it is in doubt. */
  readonly contact: string;
}

/**
 * What the region's nodes need at their most, and a quarter more, asked of Google's quota service.
 *
 * @cost Nothing.
 * @omits Google may answer with less, and later: a preference is a request. Quotas of the project that others share are not divided here.
 * @failureDomain The region's own limits; the request is a global service's, and what was granted stays.
 */
export class GoogleQuotas extends Component {
  constructor(name: string, { environment, region, project, pools, contact }: GoogleQuotasArgs, options: ComponentResourceOptions) {
    super("quotas:GoogleQuotas", name, options);
    for (const { quota, wanted } of planGoogleQuotas(pools))
      new SQuotaPreference(
        this.named(quota.toLowerCase()),
        {
          parent: `projects/${project}`,
          name: `${environment}-${quota}-${region.name}`.toLowerCase(),
          service: "compute.googleapis.com",
          quotaId: quota,
          dimensions: { region: region.name },
          quotaConfig: { preferredValue: String(wanted) },
          contactEmail: contact,
          justification: `Test environment ${environment} at the size of its largest phase, while another region is lost`,
          // Where the project has more already, that is no mistake.
          ignoreSafetyChecks: "QUOTA_DECREASE_PERCENTAGE_TOO_HIGH",
        },
        { parent: this },
      );
    this.registerOutputs();
  }
}
