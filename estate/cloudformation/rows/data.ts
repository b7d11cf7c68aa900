// Databases, caches, backups, secrets and names.
import type { TranslationTable } from "../row.ts";
import { asList, asObject, isProperties, listOf, under } from "../shapes.ts";

const ofTheDeletion = "said when the resource is deleted, by CloudFormation's DeletionPolicy";
const atOnce = "how the provider changes it, not what it is";

export const dataRows = {
  "aws:rds/globalCluster:GlobalCluster": {
    type: "AWS::RDS::GlobalCluster",
    leftOut: { databaseName: "CloudFormation has it on the primary cluster alone", forceDestroy: ofTheDeletion },
  },
  "aws:rds/cluster:Cluster": {
    type: "AWS::RDS::DBCluster",
    names: {
      clusterIdentifier: "DBClusterIdentifier",
      dbClusterParameterGroupName: "DBClusterParameterGroupName",
      dbSubnetGroupName: "DBSubnetGroupName",
      enabledCloudwatchLogsExports: "EnableCloudwatchLogsExports",
      iamDatabaseAuthenticationEnabled: "EnableIAMDatabaseAuthentication",
      masterPassword: "MasterUserPassword",
      serverlessv2ScalingConfiguration: "ServerlessV2ScalingConfiguration",
    },
    leftOut: { skipFinalSnapshot: ofTheDeletion, finalSnapshotIdentifier: ofTheDeletion, applyImmediately: atOnce },
  },
  "aws:rds/clusterInstance:ClusterInstance": {
    type: "AWS::RDS::DBInstance",
    names: {
      caCertIdentifier: "CACertificateIdentifier",
      clusterIdentifier: "DBClusterIdentifier",
      dbParameterGroupName: "DBParameterGroupName",
      dbSubnetGroupName: "DBSubnetGroupName",
      identifier: "DBInstanceIdentifier",
      instanceClass: "DBInstanceClass",
      performanceInsightsEnabled: "EnablePerformanceInsights",
      performanceInsightsKmsKeyId: "PerformanceInsightsKMSKeyId",
    },
    leftOut: { applyImmediately: atOnce },
  },
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": {
    type: "AWS::RDS::DBClusterParameterGroup",
    names: { name: "DBClusterParameterGroupName" },
    reshape: asObject("Parameters"),
  },
  "aws:rds/subnetGroup:SubnetGroup": {
    type: "AWS::RDS::DBSubnetGroup",
    names: { name: "DBSubnetGroupName", description: "DBSubnetGroupDescription" },
  },
  "aws:rds/proxy:Proxy": {
    type: "AWS::RDS::DBProxy",
    names: { name: "DBProxyName", auths: "Auth", "auths.iamAuth": "IAMAuth", requireTls: "RequireTLS" },
  },
  "aws:rds/proxyDefaultTargetGroup:ProxyDefaultTargetGroup": {
    type: "AWS::RDS::DBProxyTargetGroup",
    names: { dbProxyName: "DBProxyName", connectionPoolConfig: "ConnectionPoolConfigurationInfo" },
    reshape: (properties) => ({ ...properties, TargetGroupName: "default" }),
  },
  "aws:rds/proxyTarget:ProxyTarget": {
    type: "AWS::RDS::DBProxyTargetGroup",
    names: { dbProxyName: "DBProxyName", dbClusterIdentifier: "DBClusterIdentifiers" },
    // Its group is always called this.
    reshape: ({ DBClusterIdentifiers: cluster, ...rest }) => ({ ...rest, DBClusterIdentifiers: [cluster], TargetGroupName: "default" }),
  },
  "aws:rds/proxyEndpoint:ProxyEndpoint": {
    type: "AWS::RDS::DBProxyEndpoint",
    names: { dbProxyName: "DBProxyName", dbProxyEndpointName: "DBProxyEndpointName" },
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    type: "AWS::ElastiCache::ReplicationGroup",
    names: {
      description: "ReplicationGroupDescription",
      maintenanceWindow: "PreferredMaintenanceWindow",
      multiAzEnabled: "MultiAZEnabled",
      nodeType: "CacheNodeType",
      parameterGroupName: "CacheParameterGroupName",
      preferredCacheClusterAzs: "PreferredCacheClusterAZs",
      subnetGroupName: "CacheSubnetGroupName",
    },
    leftOut: {
      applyImmediately: atOnce,
      authTokenUpdateStrategy: atOnce,
      finalSnapshotIdentifier: ofTheDeletion,
    },
    // The model of a group takes any node type; that of a cluster knows which ones the region has.
    also: ({ CacheNodeType, Engine }) =>
      CacheNodeType === undefined
        ? []
        : [{ type: "AWS::ElastiCache::CacheCluster", properties: { CacheNodeType, Engine, NumCacheNodes: 1, TransitEncryptionEnabled: true } }],
  },
  "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup": {
    type: "AWS::ElastiCache::GlobalReplicationGroup",
    names: { primaryReplicationGroupId: "Members" },
    reshape: ({ Members: primary, ...rest }) => ({ ...rest, Members: [{ ReplicationGroupId: primary, Role: "PRIMARY" }] }),
  },
  "aws:elasticache/subnetGroup:SubnetGroup": {
    type: "AWS::ElastiCache::SubnetGroup",
    names: { name: "CacheSubnetGroupName" },
  },
  "aws:elasticache/parameterGroup:ParameterGroup": {
    type: "AWS::ElastiCache::ParameterGroup",
    names: { family: "CacheParameterGroupFamily", parameters: "Properties" },
    leftOut: { name: "CloudFormation gives it a name itself" },
    reshape: asObject("Properties"),
  },
  "aws:backup/vault:Vault": {
    type: "AWS::Backup::BackupVault",
    names: { name: "BackupVaultName", kmsKeyArn: "EncryptionKeyArn", tags: "BackupVaultTags" },
    leftOut: { forceDestroy: ofTheDeletion },
    tags: "map",
  },
  "aws:backup/vaultLockConfiguration:VaultLockConfiguration": {
    type: "AWS::Backup::BackupVault",
    leftOut: { backupVaultName: "the vault is a resource of its own here, and in CloudFormation the one that has the lock" },
    reshape: (properties) => ({ BackupVaultName: { "Fn::ImportValue": "another-resource" }, LockConfiguration: properties }),
  },
  "aws:backup/plan:Plan": {
    type: "AWS::Backup::BackupPlan",
    names: {
      name: "BackupPlanName",
      rules: "BackupPlanRule",
      tags: "BackupPlanTags",
      "rules.completionWindow": "CompletionWindowMinutes",
      "rules.copyActions.destinationVaultArn": "DestinationBackupVaultArn",
      "rules.copyActions.lifecycle.coldStorageAfter": "MoveToColdStorageAfterDays",
      "rules.copyActions.lifecycle.deleteAfter": "DeleteAfterDays",
      "rules.lifecycle.coldStorageAfter": "MoveToColdStorageAfterDays",
      "rules.lifecycle.deleteAfter": "DeleteAfterDays",
      "rules.schedule": "ScheduleExpression",
      "rules.startWindow": "StartWindowMinutes",
      "rules.targetVaultName": "TargetBackupVault",
    },
    tags: "map",
    reshape: under("BackupPlan", ["BackupPlanTags"]),
  },
  "aws:backup/selection:Selection": {
    type: "AWS::Backup::BackupSelection",
    names: {
      name: "SelectionName",
      planId: "BackupPlanId",
      selectionTags: "ListOfTags",
      "selectionTags.key": "ConditionKey",
      "selectionTags.type": "ConditionType",
      "selectionTags.value": "ConditionValue",
    },
    reshape: under("BackupSelection", ["BackupPlanId"]),
  },
  "aws:backup/restoreTestingPlan:RestoreTestingPlan": {
    type: "AWS::Backup::RestoreTestingPlan",
    names: { name: "RestoreTestingPlanName" },
  },
  "aws:backup/restoreTestingSelection:RestoreTestingSelection": {
    type: "AWS::Backup::RestoreTestingSelection",
    names: { name: "RestoreTestingSelectionName" },
  },
  "aws:secretsmanager/secret:Secret": {
    type: "AWS::SecretsManager::Secret",
    names: { replicas: "ReplicaRegions" },
    leftOut: { namePrefix: "CloudFormation draws the whole name", recoveryWindowInDays: ofTheDeletion },
  },
  "aws:secretsmanager/secretVersion:SecretVersion": { notCovered: "CloudFormation has a secret's value as a property of the secret" },
  "aws:cloudwatch/logGroup:LogGroup": { type: "AWS::Logs::LogGroup", names: { name: "LogGroupName" } },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    type: "AWS::CloudWatch::Alarm",
    names: { name: "AlarmName", okActions: "OKActions", metricQueries: "Metrics" },
    maps: ["dimensions", "metricQueries.metric.dimensions"],
    reshape: ({ Metrics: queries, ...rest }) =>
      asList("Dimensions")(queries === undefined ? rest : { ...rest, Metrics: listOf(queries).map(metricQuery) }),
  },
} as const satisfies TranslationTable;

/** Pulumi has in one block what CloudFormation tells apart: the metric, and what of it. */
function metricQuery(query: unknown): unknown {
  if (!isProperties(query)) return query;
  const { Metric: metric, ...rest } = query;
  if (!isProperties(metric)) return query;
  const { Period, Stat, Unit, ...which } = metric;
  return { ...rest, MetricStat: { Metric: asList("Dimensions")(which), Period, Stat, ...(Unit === undefined ? {} : { Unit }) } };
}
