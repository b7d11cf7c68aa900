// AWS: clusters, identity, delivery, alarms, quotas and budgets.
import type { TypeFacts, TypeTable } from "./facts.ts";

/**
 * `replaces`: ForceNew or RequiresReplace in the resource's schema, internal/service/<file> of hashicorp/terraform-provider-aws. Rows marked "read" were read there on
 * 2026-11-28; the rest goes by the same files as they are known, and by what @pulumi/aws 7.48.0 says. A change of `region` replaces whatever has one
 * (internal/provider/sdkv2: the region's interceptor). `computed`: properties of the class that its arguments lack, @pulumi/aws 7.48.0.
 */
const regional = (file: string, replaces: readonly string[], computed: readonly string[]): TypeFacts => ({
  replaces: ["region", ...replaces],
  computed,
  source: source(file),
});

const global = (file: string, replaces: readonly string[], computed: readonly string[]): TypeFacts => ({ replaces, computed, source: source(file) });

const source = (file: string): string => `hashicorp/terraform-provider-aws internal/service/${file}; @pulumi/aws 7.48.0`;

/** With their commit. */
const read = {
  cluster: "eks/cluster.go at 00555dc (read)",
  nodeGroup: "eks/node_group.go at 012e0a3 (read)",
  accessEntry: "eks/access_entry.go at 01f4311 (read)",
  key: "kms/key.go at 00a3530 (read)",
  secret: "secretsmanager/secret.go at 00c21ce (read)",
  replica: "kms/replica_key.go at 06b540f (read)",
  repository: "ecr/repository.go at 0072eea (read)",
  secretVersion: "secretsmanager/secret_version.go at 0042e8e (read)",
  lifecycle: "ecr/lifecycle_policy.go at 00a3530 (read)",
  anomalyMonitor: "ce/anomaly_monitor.go at 0509e60 (read)",
  serviceQuota: "servicequotas/service_quota.go at 034cebb (read)",
} as const;

const clusters = {
  "aws:eks/cluster:Cluster": regional(
    read.cluster,
    [
      "name",
      "roleArn",
      "bootstrapSelfManagedAddons",
      "accessConfig.bootstrapClusterCreatorAdminPermissions",
      "kubernetesNetworkConfig.ipFamily",
      "kubernetesNetworkConfig.serviceIpv4Cidr",
      "remoteNetworkConfig",
    ],
    [
      "arn",
      "certificateAuthority.data",
      "clusterId",
      "createdAt",
      "endpoint",
      "identities[0].oidcs[0].issuer",
      "platformVersion",
      "status",
      "vpcConfig.clusterSecurityGroupId",
      "vpcConfig.vpcId",
    ],
  ),
  "aws:eks/nodeGroup:NodeGroup": regional(
    read.nodeGroup,
    [
      "amiType",
      "capacityType",
      "clusterName",
      "diskSize",
      "instanceTypes",
      "launchTemplate.id",
      "launchTemplate.name",
      "nodeGroupName",
      "nodeGroupNamePrefix",
      "nodeRoleArn",
      "remoteAccess",
      "subnetIds",
    ],
    ["arn", "resources", "status", "releaseVersion"],
  ),
  "aws:eks/addon:Addon": regional("eks/addon.go", ["addonName", "clusterName"], ["arn", "addonVersion", "createdAt", "modifiedAt"]),
  "aws:eks/accessEntry:AccessEntry": regional(
    read.accessEntry,
    ["clusterName", "principalArn", "type"],
    ["accessEntryArn", "createdAt", "modifiedAt", "userName"],
  ),
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": regional(
    "eks/access_policy_association.go",
    ["accessScope", "clusterName", "policyArn", "principalArn"],
    ["associatedAt", "modifiedAt"],
  ),
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": regional(
    "eks/pod_identity_association.go",
    ["clusterName", "namespace", "serviceAccount"],
    ["associationArn", "associationId", "externalId"],
  ),
  "aws:ec2/launchTemplate:LaunchTemplate": regional("ec2/ec2_launch_template.go", ["name", "namePrefix"], ["arn", "defaultVersion", "latestVersion"]),
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": regional(
    "ec2/vpc_security_group_ingress_rule.go",
    ["securityGroupId"],
    ["arn", "securityGroupRuleId"],
  ),
} as const satisfies TypeTable;

const identity = {
  // What is encrypted with a key goes with it.
  "aws:kms/key:Key": {
    ...regional(read.key, ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"], ["arn", "keyId"]),
    holdsData: true,
  },
  "aws:kms/replicaKey:ReplicaKey": {
    ...regional(read.replica, ["primaryKeyArn"], ["arn", "keyId", "keyRotationEnabled", "keySpec", "keyUsage"]),
    holdsData: true,
  },
  "aws:kms/alias:Alias": regional("kms/alias.go", ["name", "namePrefix"], ["arn", "targetKeyArn"]),
  "aws:iam/role:Role": global("iam/role.go", ["name", "namePrefix", "path"], ["arn", "createDate", "uniqueId"]),
  "aws:iam/rolePolicy:RolePolicy": global("iam/role_policy.go", ["name", "namePrefix", "role"], []),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": global("iam/role_policy_attachment.go", ["policyArn", "role"], []),
  "aws:iam/instanceProfile:InstanceProfile": global("iam/instance_profile.go", ["name", "namePrefix", "path"], ["arn", "createDate", "uniqueId"]),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": global("iam/openid_connect_provider.go", ["url"], ["arn", "thumbprintLists"]),
  "aws:secretsmanager/secret:Secret": { ...regional(read.secret, ["name", "namePrefix", "type"], ["arn"]), holdsData: true },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    ...regional(
      read.secretVersion,
      ["secretBinary", "secretId", "secretString", "secretStringWoVersion"],
      ["arn", "hasSecretStringWo", "secretArn", "versionId"],
    ),
    secret: ["secretBinary", "secretString", "secretStringWo"],
  },
} as const satisfies TypeTable;

const delivery = {
  "aws:ecr/repository:Repository": {
    ...regional(read.repository, ["encryptionConfigurations", "name"], ["arn", "registryId", "repositoryUrl"]),
    // Images can be built again from the source; to delete a repository that has some is still refused without forceDelete.
    holdsData: true,
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": regional(read.lifecycle, ["policy", "repository"], ["registryId"]),
  "aws:ecr/replicationConfiguration:ReplicationConfiguration": regional("ecr/replication_configuration.go", [], ["registryId"]),
} as const satisfies TypeTable;

const alarms = {
  "aws:cloudwatch/logGroup:LogGroup": regional("logs/group.go", ["logGroupClass", "name", "namePrefix"], ["arn"]),
  "aws:cloudwatch/eventRule:EventRule": regional("events/rule.go", ["eventBusName", "name", "namePrefix"], ["arn"]),
  "aws:cloudwatch/eventTarget:EventTarget": regional("events/target.go", ["eventBusName", "rule", "targetId"], ["targetId"]),
  "aws:cloudwatch/metricAlarm:MetricAlarm": regional("cloudwatch/metric_alarm.go", ["name"], ["arn"]),
  "aws:fis/experimentTemplate:ExperimentTemplate": regional("fis/experiment_template.go", ["experimentOptions.accountTargeting"], ["tagsAll"]),
  "aws:sqs/queue:Queue": regional("sqs/queue.go", ["fifoQueue", "name", "namePrefix"], ["arn", "url"]),
  "aws:sqs/queuePolicy:QueuePolicy": regional("sqs/queue_policy.go", ["queueUrl"], []),
  "aws:sns/topic:Topic": regional("sns/topic.go", ["fifoTopic", "name", "namePrefix"], ["arn", "beginningArchiveTime", "owner"]),
  "aws:sns/topicPolicy:TopicPolicy": regional("sns/topic_policy.go", ["arn"], ["owner"]),
  "aws:sns/topicSubscription:TopicSubscription": regional(
    "sns/topic_subscription.go",
    ["endpoint", "protocol", "topic"],
    ["arn", "confirmationWasAuthenticated", "ownerId", "pendingConfirmation"],
  ),
} as const satisfies TypeTable;

const limits = {
  "aws:servicequotas/serviceQuota:ServiceQuota": regional(
    read.serviceQuota,
    ["quotaCode", "serviceCode"],
    ["adjustable", "arn", "defaultValue", "quotaName", "requestId", "requestStatus", "serviceName", "usageMetrics"],
  ),
  "aws:budgets/budget:Budget": global("budgets/budget.go", ["accountId", "name", "namePrefix"], ["arn"]),
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor": global(read.anomalyMonitor, ["monitorDimension", "monitorSpecification", "monitorType"], ["arn"]),
  "aws:costexplorer/anomalySubscription:AnomalySubscription": global("ce/anomaly_subscription.go", ["accountId", "name"], ["arn"]),
} as const satisfies TypeTable;

export const awsClusterTypes = { ...clusters, ...identity, ...delivery, ...alarms, ...limits } as const satisfies TypeTable;
