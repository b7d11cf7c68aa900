// The cloud google: one network and one load balancer for all regions, and in each a cluster with its Postgres and Redis.
import { output } from "@pulumi/pulumi";
import { Provider } from "@pulumi/gcp/provider.js";
import type { Problem } from "../../model/user-error.ts";
import { GoogleBackbone } from "../backbone/google-backbone.ts";
import { GooglePrivateServices } from "../backbone/google-private-services.ts";
import { GoogleBudget } from "../budget/google-budget.ts";
import type { Cloud, CloudGround, Secrets } from "../contract.ts";
import { GooglePipeline } from "../delivery/google-pipeline.ts";
import { GoogleEdge } from "../edge/google-edge.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { GoogleAccessRoles } from "../identity/google-access-roles.ts";
import { GoogleProject } from "../identity/google-project.ts";
import { GoogleRotation } from "../identity/google-rotation.ts";
import { GoogleAlerts } from "../monitoring/google-alerts.ts";
import { googleLabels } from "./google-labels.ts";
import { layFoundations, buildGoogleRegions, type GoogleCommon } from "./google-regions.ts";

export const google: Cloud = {
  problems: (plan) => googleProblems(plan),
  build: (plan, secrets) => build(plan, secrets),
};

function build(plan: EnvironmentPlan, secrets: Secrets): CloudGround {
  const { name, settings, tier } = plan;
  const { project, billingAccount } = settings.google ?? {};
  if (project === undefined || billingAccount === undefined) throw new Error("the plan was not asked for its problems");
  const labels = googleLabels(plan);
  const configuration = { project, billingProject: project, userProjectOverride: true, defaultLabels: labels, addPulumiAttributionLabel: false };

  const projectServices = new GoogleProject(name, { project }, { provider: new Provider(`${name}-project`, configuration) });
  // Everything else waits for the project's services by waiting for its provider.
  const provider = new Provider(name, configuration, { dependsOn: [projectServices] });
  const options = { provider };

  const alerts = new GoogleAlerts(name, { project, email: settings.alertEmail, domain: settings.domain }, options);
  if (tier.monthlyBudget !== null)
    new GoogleBudget(
      name,
      { environment: name, projectNumber: projectServices.number, billingAccount, monthly: tier.monthlyBudget, channel: alerts.channel },
      options,
    );
  const rotation = new GoogleRotation(name, { project: projectServices, channel: alerts.channel, now: new Date() }, options);
  const pipeline = new GooglePipeline(name, { environment: name, sourceRepository: settings.sourceRepository }, options);
  const access = new GoogleAccessRoles(name, { environment: name, project }, options);
  const backbone = new GoogleBackbone(name, { plan }, options);
  const edge = new GoogleEdge(name, { plan, project, backbone }, options);

  const common: GoogleCommon = { plan, project, services: projectServices, access, backbone, edge, rotation, pipeline, labels, secrets, options };
  const foundations = layFoundations(common);
  const privateServices = new GooglePrivateServices(
    name,
    { network: backbone.network.id, ranges: foundations.map(({ subnet }) => subnet.dataRange.name) },
    options,
  );
  return {
    entry: output(`https://${settings.domain}`),
    regions: buildGoogleRegions(common, foundations, privateServices),
    capabilities: [],
  };
}

/** What Google cannot do of a plan. */
function googleProblems({ settings, regions }: EnvironmentPlan): readonly Problem[] {
  const problems: Problem[] = [];
  if (settings.google === undefined)
    problems.push({
      path: "google",
      message: "the project is missing",
      remedy: 'set google.project and google.billingAccount ("012345-6789AB-CDEF01")',
    });
  else if (settings.google.billingAccount === undefined)
    problems.push({
      path: "google.billingAccount",
      message: "is missing, and a budget belongs to a billing account",
      remedy: "gcloud billing projects describe <project> says which it is",
    });
  for (const [index, network] of settings.operatorNetworks.entries())
    if (network.endsWith("/0"))
      problems.push({
        path: `operatorNetworks[${index}]`,
        message: `${network} is everybody`,
        remedy: "leave it empty: the clusters' DNS names let in whoever has a Google identity with the right to it",
      });
  for (const { name, zones } of regions)
    if (zones.length < 2)
      problems.push({
        path: "regions",
        message: `${name} has fewer than two zones`,
        remedy: "a standby must be in another zone: name them in the table",
      });
  return problems;
}
