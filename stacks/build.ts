// Builds an environment: its cloud, a platform in each region, and what it publishes.
import { output, unsecret, type Output, type Resource } from "@pulumi/pulumi";
import { fisTemplates } from "../chaos/fis/catalogue.ts";
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
  const ground = clouds[plan.cloud].build(plan, secrets, fisTemplates);
  let clusterWide: readonly Resource[] = [];
  for (const region of ground.regions) {
    // On a shared cluster the first one, the primary's, makes what the others use.
    const ready = region.sharedCluster ? [...region.ready, ...clusterWide] : region.ready;
    const platform = new RegionPlatform(`${plan.name}-${region.region.name}`, { plan, ground: { ...region, ready }, secrets });
    if (clusterWide.length === 0) clusterWide = platform.clusterWide;
  }
  return { gameday: unsecret(output(publish(plan, ground))) };
}
