// A region's control plane on AWS: the cluster, its logs, its identity provider, and who may sign in.
import type { ComponentResourceOptions, Input, Output, Resource } from "@pulumi/pulumi";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { AccessEntry } from "@pulumi/aws/eks/accessEntry.js";
import { AccessPolicyAssociation } from "@pulumi/aws/eks/accessPolicyAssociation.js";
import { Cluster } from "@pulumi/aws/eks/cluster.js";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import { Component } from "../../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../../environment.ts";
import { accessRoles, groupOf, type AccessRole } from "../../identity/access-table.ts";
import { trustPlainService } from "../../identity/aws/policy.ts";
import { kubernetesVersion } from "./versions.ts";

export interface AwsControlPlaneArgs {
  readonly plan: EnvironmentPlan;
  readonly region: RegionPlan;
  /** Private, one a zone. */
  readonly privateSubnetIds: Input<Input<string>[]>;
  /** The region's key, for Kubernetes secrets and logs. */
  readonly keyArn: Input<string>;
  /** The IAM role of each kind of person. */
  readonly access: Readonly<Record<AccessRole, Input<string>>>;
}

/** How long what happened on a cluster can be looked up. */
const logDays = 90;

/**
 * The control plane of a region's cluster: private, its five logs kept, its secrets under the region's key.
 * @cost $0.10 an hour ($73 a month) while the version is in standard support; logs at CloudWatch's price, $0.50 a GB in us-east-1.
 * @omits Extended support: when standard support ends AWS raises the version, as an update here should have done before.
 * @failureDomain One region, three zones. While it is away, pods run and nothing can be changed.
 */
export class AwsControlPlane extends Component {
  readonly cluster: Cluster;
  readonly oidcProviderArn: Output<string>;
  /** The group that EKS gives to control plane and nodes alike. */
  readonly securityGroupId: Output<string>;
  /** There when an operator may sign in. */
  readonly signIn: readonly Resource[];

  constructor(name: string, { plan, region, privateSubnetIds, keyArn, access }: AwsControlPlaneArgs, options: ComponentResourceOptions = {}) {
    super("cluster:AwsControlPlane", name, options);
    const child = { parent: this };
    const clusterName = clusterNameOf(plan, region);
    const { operatorNetworks } = plan.settings;

    const role = new Role(
      this.named("role"),
      { name: `${clusterName}-control`, path: "/gameday/", assumeRolePolicy: trustPlainService("eks.amazonaws.com") },
      child,
    );
    const granted = new RolePolicyAttachment(
      this.named("role-policy"),
      { role: role.name, policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" },
      child,
    );
    // Made before the cluster, which would make one without key and without end.
    const logs = new LogGroup(
      this.named("logs"),
      { region: region.name, name: `/aws/eks/${clusterName}/cluster`, retentionInDays: logDays, kmsKeyId: keyArn },
      child,
    );
    this.cluster = new Cluster(
      this.named("cluster"),
      {
        region: region.name,
        name: clusterName,
        version: kubernetesVersion,
        roleArn: role.arn,
        vpcConfig: {
          subnetIds: privateSubnetIds,
          endpointPrivateAccess: true,
          endpointPublicAccess: operatorNetworks.length > 0,
          ...(operatorNetworks.length > 0 ? { publicAccessCidrs: operatorNetworks } : {}),
        },
        // Whoever creates the cluster gets nothing by that: the entries below say who may do what.
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
        encryptionConfig: { provider: { keyArn }, resources: ["secrets"] },
        enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
        // The add-ons below are made here, by name and with their settings.
        bootstrapSelfManagedAddons: false,
        upgradePolicy: { supportType: "STANDARD" },
        zonalShiftConfig: { enabled: true },
      },
      { ...child, dependsOn: [granted, logs] },
    );
    this.securityGroupId = this.cluster.vpcConfig.clusterSecurityGroupId;
    new SecurityGroupIngressRule(
      this.named("from-inside"),
      {
        region: region.name,
        securityGroupId: this.securityGroupId,
        description: "The API, for runners and operators inside the environment's own networks",
        cidrIpv4: plan.settings.addressSpace,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
      },
      child,
    );
    this.oidcProviderArn = new OpenIdConnectProvider(
      this.named("oidc"),
      { url: this.cluster.identities.apply(issuerOf), clientIdLists: ["sts.amazonaws.com"] },
      child,
    ).arn;
    this.signIn = accessRoles.map((accessRole) => this.#entry(accessRole, region, access[accessRole]));
    this.registerOutputs();
  }

  /** The operator is the cluster's administrator by EKS's own policy: somebody must be before the first role stands on the cluster. */
  #entry(role: AccessRole, region: RegionPlan, principalArn: Input<string>): Resource {
    const entry = new AccessEntry(
      this.named(`access-${role}`),
      { region: region.name, clusterName: this.cluster.name, principalArn, kubernetesGroups: [groupOf(role)] },
      { parent: this },
    );
    if (role !== "operator") return entry;
    return new AccessPolicyAssociation(
      this.named("access-operator-policy"),
      {
        region: region.name,
        clusterName: this.cluster.name,
        principalArn,
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope: { type: "cluster" },
      },
      { parent: this, dependsOn: [entry] },
    );
  }
}

/** Known before the cluster is: policies and log groups name it. */
export const clusterNameOf = (plan: Pick<EnvironmentPlan, "name">, region: Pick<RegionPlan, "name">): string => `${plan.name}-${region.name}`;

interface Identity {
  readonly oidcs?: readonly { readonly issuer: string }[];
}

/** Empty where nobody says one, as in a program that is only recorded. */
const issuerOf = (identities: readonly Identity[] | undefined): string => identities?.[0]?.oidcs?.[0]?.issuer ?? "";
