// Builds an environment: its cloud, a platform in each region, and what it publishes.
import { output, unsecret, type Output } from "@pulumi/pulumi";
import type { Cloud, Secrets } from "../components/contract.ts";
import type { EnvironmentPlan } from "../components/environment.ts";
import { aws } from "../components/clouds/aws.ts";
import { google } from "../components/clouds/google.ts";
import { kubernetes } from "../components/clouds/kubernetes.ts";
import { RegionPlatform } from "../components/platform/region-platform.ts";
import { publish } from "./outputs.ts";

export const clouds = { aws, google, kubernetes } as const satisfies Record<EnvironmentPlan["cloud"], Cloud>;

/** The stack's outputs. `gameday` is the document that the controller reads. */
export function build(plan: EnvironmentPlan, secrets: Secrets): { readonly gameday: Output<unknown> } {
  const ground = clouds[plan.cloud].build(plan, secrets);
  for (const region of ground.regions)
    // oxlint-disable-next-line no-new -- a component belongs to the stack by being made
    new RegionPlatform(`${plan.name}-${region.region.name}`, { plan, ground: region, secrets });
  return { gameday: unsecret(output(publish(plan, ground))) };
}
