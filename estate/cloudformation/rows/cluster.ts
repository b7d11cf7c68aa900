// Clusters, their nodes, and the images that run on them.
import type { TranslationTable } from "../row.ts";
import { inList, listOf, under } from "../shapes.ts";

export const clusterRows = {
  "aws:eks/cluster:Cluster": {
    type: "AWS::EKS::Cluster",
    names: { enabledClusterLogTypes: "Logging", vpcConfig: "ResourcesVpcConfig" },
    reshape: ({ Logging: types, EncryptionConfig: encryption, ...rest }) => ({
      ...rest,
      EncryptionConfig: inList(encryption),
      Logging: { ClusterLogging: { EnabledTypes: listOf(types).map((Type) => ({ Type })) } },
    }),
  },
  "aws:eks/addon:Addon": {
    type: "AWS::EKS::Addon",
    names: { resolveConflictsOnCreate: "ResolveConflicts" },
    leftOut: { resolveConflictsOnUpdate: "CloudFormation has one word for making and changing" },
  },
  "aws:eks/nodeGroup:NodeGroup": {
    type: "AWS::EKS::Nodegroup",
    names: { nodeGroupName: "NodegroupName", nodeRoleArn: "NodeRole", subnetIds: "Subnets" },
    maps: ["labels"],
    tags: "map",
  },
  "aws:eks/accessEntry:AccessEntry": { type: "AWS::EKS::AccessEntry", names: { userName: "Username" } },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    type: "AWS::EKS::AccessEntry",
    reshape: ({ AccessScope, PolicyArn, ...rest }) => ({ ...rest, AccessPolicies: [{ AccessScope, PolicyArn }] }),
  },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": { type: "AWS::EKS::PodIdentityAssociation" },
  "aws:ec2/launchTemplate:LaunchTemplate": {
    type: "AWS::EC2::LaunchTemplate",
    names: { name: "LaunchTemplateName" },
    leftOut: { updateDefaultVersion: "how the provider changes it, not what it is", namePrefix: "CloudFormation draws the whole name" },
    tags: "none",
    reshape: under("LaunchTemplateData", ["LaunchTemplateName"]),
  },
  "aws:ecr/repository:Repository": {
    type: "AWS::ECR::Repository",
    names: { name: "RepositoryName", encryptionConfigurations: "EncryptionConfiguration", forceDelete: "EmptyOnDelete" },
    single: ["encryptionConfigurations"],
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    type: "AWS::ECR::Repository",
    names: { policy: "LifecyclePolicyText" },
    leftOut: { repository: "the repository is a resource of its own here, and in CloudFormation the one that has the policy" },
    reshape: under("LifecyclePolicy"),
  },
  "aws:ecr/replicationConfiguration:ReplicationConfiguration": { type: "AWS::ECR::ReplicationConfiguration" },
} as const satisfies TranslationTable;
