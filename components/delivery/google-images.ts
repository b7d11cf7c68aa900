// Google: one region's images.
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { Repository } from "@pulumi/gcp/artifactregistry/repository.js";
import { RepositoryIamMember } from "@pulumi/gcp/artifactregistry/repositoryIamMember.js";
import { Component } from "../component.ts";
import type { RegionPlan } from "../environment.ts";
import type { GoogleKeys } from "../identity/google-keys.ts";

export interface GoogleImagesArgs {
  readonly environment: string;
  readonly region: RegionPlan;
  readonly keys: GoogleKeys;
  /** Who may push, as IAM writes it. */
  readonly pusher: Output<string>;
}

/**
 * A registry in each region, scanned, with tags that cannot move. The pipeline pushes one digest to all of them.
 *
 * @cost Storage by the gigabyte and region, and a scan a digest.
 * @omits Replication: Google's registry has none between regions, so that a push that reached one region alone shows as a failed pipeline.
 * @failureDomain The region: nodes pull from their own, and no other's loss keeps them from it.
 */
export class GoogleImages extends Component {
  readonly repository: Repository;

  constructor(name: string, { environment, region, keys, pusher }: GoogleImagesArgs, options: ComponentResourceOptions) {
    super("delivery:GoogleImages", name, options);
    this.repository = new Repository(
      this.named("images"),
      {
        location: region.name,
        repositoryId: `${environment}-${region.name}`,
        format: "DOCKER",
        description: `Images of ${environment} in ${region.name}`,
        kmsKeyName: keys.id("images"),
        dockerConfig: { immutableTags: true },
        vulnerabilityScanningConfig: { enablementConfig: "INHERITED" },
        cleanupPolicies: [
          { id: "keep-latest", action: "KEEP", mostRecentVersions: { keepCount: 20 } },
          { id: "drop-old", action: "DELETE", condition: { tagState: "UNTAGGED", olderThan: "2592000s" } },
        ],
      },
      { parent: this, dependsOn: [...keys.grants("images")] },
    );
    new RepositoryIamMember(
      this.named("pusher"),
      { location: region.name, repository: this.repository.name, role: "roles/artifactregistry.writer", member: pusher },
      { parent: this },
    );
    this.registerOutputs();
  }
}
