// Databases, caches, backups, secrets and names.
import type { Properties, TranslationTable } from "../row.ts";

/** Everything under one property, as CloudFormation has some types: the properties named in `beside` stay outside. */
export const under =
  (property: string, beside: readonly string[] = []) =>
  (properties: Properties): Properties => {
    const [outside, inside] = [true, false].map((wanted) =>
      Object.fromEntries(Object.entries(properties).filter(([key]) => beside.includes(key) === wanted)),
    );
    return { ...outside, [property]: inside };
  };

/** A list of names and values as an object. */
export const asObject =
  (property: string) =>
  ({ [property]: list, ...rest }: Properties): Properties => ({
    ...rest,
    [property]: Object.fromEntries((Array.isArray(list) ? list : []).map((item: unknown) => [String(field(item, "Name")), field(item, "Value")])),
  });

/** An object as a list of names and values. */
export const asList =
  (property: string) =>
  ({ [property]: object, ...rest }: Properties): Properties =>
    typeof object === "object" && object !== null ? { ...rest, [property]: Object.entries(object).map(([Name, Value]) => ({ Name, Value })) } : rest;

const field = (item: unknown, name: string): unknown => (typeof item === "object" && item !== null ? Reflect.get(item, name) : undefined);

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
    lists: ["subnetIds"],
  },
  "aws:rds/proxy:Proxy": {
    type: "AWS::RDS::DBProxy",
    names: { name: "DBProxyName", auths: "Auth", "auths.iamAuth": "IAMAuth", requireTls: "RequireTLS" },
    lists: ["vpcSubnetIds", "vpcSecurityGroupIds"],
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
    lists: ["vpcSubnetIds", "vpcSecurityGroupIds"],
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
        ? null
        : { type: "AWS::ElastiCache::CacheCluster", properties: { CacheNodeType, Engine, NumCacheNodes: 1, TransitEncryptionEnabled: true } },
  },
  "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup": {
    type: "AWS::ElastiCache::GlobalReplicationGroup",
    names: { primaryReplicationGroupId: "Members" },
    reshape: ({ Members: primary, ...rest }) => ({ ...rest, Members: [{ ReplicationGroupId: primary, Role: "PRIMARY" }] }),
  },
  "aws:elasticache/subnetGroup:SubnetGroup": {
    type: "AWS::ElastiCache::SubnetGroup",
    names: { name: "CacheSubnetGroupName" },
    lists: ["subnetIds"],
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
    reshape: (properties) => ({ BackupVaultName: { Ref: "Unknown" }, LockConfiguration: properties }),
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
    leftOut: { namePrefix: "CloudFormation draws the whole name", recoveryWindowInDays: ofTheDeletion },
  },
  "aws:secretsmanager/secretVersion:SecretVersion": { notCovered: "CloudFormation has a secret's value as a property of the secret" },
  "aws:cloudwatch/logGroup:LogGroup": { type: "AWS::Logs::LogGroup", names: { name: "LogGroupName" } },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    type: "AWS::CloudWatch::Alarm",
    names: { name: "AlarmName", okActions: "OKActions", metricQueries: "Metrics", "metricQueries.metric": "MetricStat" },
    maps: ["dimensions", "metricQueries.metric.dimensions"],
    reshape: asList("Dimensions"),
  },
} as const satisfies TranslationTable;
