// A role for the pods of one service account, through EKS Pod Identity: no keys, no annotations.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import { Component } from "../../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../../environment.ts";
import { policyDocument, trustPods, type Statement } from "./policy.ts";

export interface AwsPodRoleArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  readonly clusterName: Input<string>;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** What the pods may do. @default nothing of their own */
  readonly statements?: readonly Statement[];
  /** Policies of AWS, by ARN. @default none */
  readonly managedPolicies?: readonly string[];
}

/**
 * A service account's role in AWS.
 * @cost Nothing.
 * @omits Service accounts of other clusters: the association names one. Roles of other accounts.
 * @failureDomain One cluster. Pods that run keep their credentials for up to six hours when IAM cannot be reached.
 */
export class AwsPodRole extends Component {
  readonly arn: Output<string>;
  readonly association: PodIdentityAssociation;

  constructor(
    name: string,
    { plan, region, clusterName, namespace, serviceAccount, statements = [], managedPolicies = [] }: AwsPodRoleArgs,
    options: ComponentResourceOptions = {},
  ) {
    super("identity:AwsPodRole", name, options);
    const role = new Role(
      this.named("role"),
      {
        // Said, since a name made from the resource's would pass IAM's 64 characters.
        name: `${plan.name}-${region.name}-${serviceAccount}`,
        path: "/gameday/",
        description: `${namespace}/${serviceAccount} in ${region.name}`,
        assumeRolePolicy: trustPods(),
      },
      { parent: this },
    );
    const granted = [
      ...managedPolicies.map(
        (policyArn, index) => new RolePolicyAttachment(this.named(`managed-${index}`), { role: role.name, policyArn }, { parent: this }),
      ),
      ...(statements.length === 0
        ? []
        : [new RolePolicy(this.named("policy"), { role: role.name, policy: policyDocument(statements) }, { parent: this })]),
    ];
    this.association = new PodIdentityAssociation(
      this.named("association"),
      { region: region.name, clusterName, namespace, serviceAccount, roleArn: role.arn },
      { parent: this, dependsOn: granted },
    );
    this.arn = role.arn;
    this.registerOutputs();
  }
}
