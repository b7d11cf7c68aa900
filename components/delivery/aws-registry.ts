// A region's registry of images: the same repositories in every region, so that nodes pull from next door.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { LifecyclePolicy } from "@pulumi/aws/ecr/lifecyclePolicy.js";
import { Repository } from "@pulumi/aws/ecr/repository.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";

export interface AwsRegistryArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  readonly keyArn: Input<string>;
}

/** What is built here. Charts' images come from where their charts say. */
const repositories = ["workloads"] as const;

/** Images kept with a tag, and days for which one without a tag is kept. */
const kept = { tagged: 50, untaggedDays: 14 } as const;

/**
 * Repositories whose tags cannot be moved, encrypted, scanned at each push.
 * @cost $0.10 a GB and month in each region.
 * @omits Continuous scanning by Inspector: an image is scanned when it is pushed. Copies of third parties' images.
 * @failureDomain One region: nodes pull from their own region's registry.
 */
export class AwsRegistry extends Component {
  /** Of the workloads' image, without tag and digest. */
  readonly workloads: Output<string>;

  constructor(name: string, { plan, region, keyArn }: AwsRegistryArgs, options: ComponentResourceOptions = {}) {
    super("delivery:AwsRegistry", name, options);
    const [workloads] = repositories.map((repository) => this.#repository(repository, plan, region, keyArn));
    if (workloads === undefined) throw new Error("no repository");
    this.workloads = workloads.repositoryUrl;
    this.registerOutputs();
  }

  #repository(repository: string, plan: EnvironmentPlan, region: RegionPlan, keyArn: Input<string>): Repository {
    const made = new Repository(
      this.named(repository),
      {
        region: region.name,
        name: `${repositoryPrefix(plan)}${repository}`,
        imageTagMutability: "IMMUTABLE",
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: keyArn }],
        // Images can be built again; a repository that holds some is deleted with them only where nothing is protected.
        forceDelete: plan.tier.data !== "protected",
      },
      { parent: this, protect: plan.tier.data === "protected" },
    );
    new LifecyclePolicy(
      this.named(`${repository}-lifecycle`),
      { region: region.name, repository: made.name, policy: JSON.stringify({ rules: lifecycle }) },
      { parent: this },
    );
    return made;
  }
}

/** Of all repositories of an environment. */
export const repositoryPrefix = (plan: Pick<EnvironmentPlan, "name">): string => `gameday/${plan.name}/`;

const lifecycle = [
  {
    rulePriority: 1,
    description: "what no tag names any more",
    selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: kept.untaggedDays },
    action: { type: "expire" },
  },
  {
    rulePriority: 2,
    description: "the newest stay",
    selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: kept.tagged },
    action: { type: "expire" },
  },
] as const;
