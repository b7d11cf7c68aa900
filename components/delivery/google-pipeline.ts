// Google: the identity of the repository's pipelines: no key, a token of GitHub's that Google changes into its own.
import { interpolate, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { WorkloadIdentityPool } from "@pulumi/gcp/iam/workloadIdentityPool.js";
import { WorkloadIdentityPoolProvider } from "@pulumi/gcp/iam/workloadIdentityPoolProvider.js";
import { Account } from "@pulumi/gcp/serviceaccount/account.js";
import { IAMMember } from "@pulumi/gcp/serviceaccount/iammember.js";
import { RandomId } from "@pulumi/random/randomId.js";
import { Component } from "../component.ts";

export interface GooglePipelineArgs {
  readonly environment: string;
  /** "owner/name". */
  readonly sourceRepository: string;
}

/**
 * Pipelines of one GitHub repository act as one service account, which may push images. It is told apart from every other repository twice.
 *
 * @cost Nothing.
 * @omits The right to change the environment itself: that account exists before the environment does (see the docs' page on the account's beginning).
 * @failureDomain Global. While it fails no image is pushed; what runs, runs on.
 */
export class GooglePipeline extends Component {
  /** As IAM writes it. */
  readonly member: Output<string>;
  /** What the pipeline names when it asks for a token. */
  readonly provider: Output<string>;

  constructor(name: string, { environment, sourceRepository }: GooglePipelineArgs, options: ComponentResourceOptions) {
    super("delivery:GooglePipeline", name, options);
    // A pool that was deleted keeps its name for 30 days: the next one needs another.
    const generation = new RandomId(this.named("generation"), { byteLength: 2 }, { parent: this });
    const pool = new WorkloadIdentityPool(
      this.named("pool"),
      { workloadIdentityPoolId: interpolate`${environment}-pipelines-${generation.hex}`, displayName: `Pipelines of ${environment}` },
      { parent: this },
    );
    const provider = new WorkloadIdentityPoolProvider(
      this.named("github"),
      {
        workloadIdentityPoolId: pool.workloadIdentityPoolId,
        workloadIdentityPoolProviderId: "github",
        oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
        attributeMapping: {
          "google.subject": "assertion.sub",
          "attribute.repository": "assertion.repository",
          "attribute.ref": "assertion.ref",
        },
        attributeCondition: `assertion.repository == "${sourceRepository}"`,
      },
      { parent: this },
    );
    const account = new Account(
      this.named("account"),
      { accountId: `${environment}-pipeline`, displayName: `Pipelines of ${sourceRepository}` },
      { parent: this },
    );
    new IAMMember(
      this.named("federation"),
      {
        serviceAccountId: account.name,
        role: "roles/iam.workloadIdentityUser",
        member: interpolate`principalSet://iam.googleapis.com/${pool.name}/attribute.repository/${sourceRepository}`,
      },
      { parent: this },
    );
    this.member = interpolate`serviceAccount:${account.email}`;
    this.provider = provider.name;
    this.registerOutputs();
  }
}
