// What may differ between regions: what one region does for all, what a pair shares, and how much of something stands where.

interface Exception {
  /** Type tokens; a pattern. */
  readonly type: RegExp;
  /** Places of inputs; null: the resource as a whole may be there or not. */
  readonly path: RegExp | null;
  /** Names without their region's; all where left out. */
  readonly name?: RegExp;
  readonly why: string;
}

const whole = (type: RegExp, why: string, name?: RegExp): Exception => ({ type, path: null, why, ...(name === undefined ? {} : { name }) });
const input = (type: RegExp, path: RegExp, why: string): Exception => ({ type, path, why });

export const regionExceptions: readonly Exception[] = [
  whole(/^(pulumi|random):/, "belongs to the program, not to a cloud"),
  // One region writes, and the others follow it.
  whole(/^aws:(rds\/(globalCluster|clusterInstance)|elasticache\/(globalReplicationGroup|parameterGroup)):/, "the primary writes for all regions"),
  whole(/^gcp:sql\/(database|user):/, "the primary writes for all regions"),
  input(
    /^aws:(rds\/cluster|elasticache\/replicationGroup):/,
    /^(?!deletionProtection|multiAz|automaticFailover|backup|kmsKeyId|storageEncrypted|snapshotRetention)/,
    "followers take from the first what it has",
  ),
  input(
    /^gcp:sql\/databaseInstance:/,
    /^(masterInstanceName|settings\.(backupConfiguration|finalBackupConfig|maintenanceWindow))/,
    "followers take from the first what it has",
  ),
  whole(/^kubernetes:(batch\/v1:Job|core\/v1:(ConfigMap|ServiceAccount))/, "the schema is made once", /-schema-/),
  // AWS keeps these in one region for all.
  whole(/^aws:kms\/(key|replicaKey):/, "a key of several regions is made in one and copied to the others"),
  whole(
    /^aws:(acm\/certificate(Validation)?|wafv2\/webAcl(LoggingConfiguration)?|cloudwatch\/logGroup):/,
    "the global entry's parts stand in us-east-1",
    /-edge-(names|entry)-/,
  ),
  whole(/^aws:(secretsmanager\/secret(Version)?|ecr\/replicationConfiguration):/, "made in one region and copied to the others"),
  whole(/^aws:cloudwatch\/(eventRule|eventTarget|metricAlarm):/, "one reminder, and one switch, for the environment", /-reminders-|-writer-/),
  whole(/^aws:route53\/(healthCheck|record):/, "the switch of the cache's writer", /-writer-/),
  input(/^aws:route53\/record:/, /^(failoverRoutingPolicies|healthCheckId)/, "the switch of the cache's writer"),
  // What joins two regions stands in one of them, or names the other.
  whole(/^aws:ec2transitgateway\/(peeringAttachment|peeringAttachmentAccepter|route|routeTableAssociation):/, "one end of a pair"),
  whole(/^aws:vpc\/securityGroupIngressRule:/, "lets in the other regions by name", /-from-/),
  whole(/^gcp:gkebackup\/(backupPlan|restorePlan):/, "each is kept in the next region"),
  input(
    /^aws:(ec2\/(networkAcl|route)|vpc\/securityGroupIngressRule|ec2transitgateway\/transitGateway):/,
    /(cidrBlock|destinationCidrBlock|cidrIpv4|amazonSideAsn)$/i,
    "the other regions' addresses",
  ),
  input(/^aws:fis\/experimentTemplate:/, /^actions/, "the other regions' names"),
  input(/^aws:backup\/restoreTesting/, /ame$/, "names take no hyphens"),
  // How much stands where: the table of regions says.
  input(/^aws:eks\/nodeGroup:/, /^(instanceTypes|scalingConfig)/, "a region's share"),
  input(/^(aws:servicequotas\/serviceQuota|kubernetes:karpenter\.sh\/v1:NodePool):/, /^(value|spec\.limits)/, "a region's share"),
  input(/^kubernetes:karpenter\.sh/, /^spec\.limits/, "a region's share"),
  input(/^kubernetes:(apps|autoscaling|keda\.sh)/, /(eplicas|eplicaCount)$/, "a region's share"),
  input(/^kubernetes:core\/v1:ResourceQuota/, /^spec\.hard/, "a region's share"),
  whole(/./, "MCP servers stand where the table of regions has them", /-mcp-/),
];

/** Where regions are namespaces of one cluster, the first brings what is the cluster's, and each has its own names and doors. */
export const sharedExceptions: readonly Exception[] = [
  whole(/^kubernetes:/, "the cluster's, brought by the first region", /-(chaos|load|monitoring)-/),
  whole(/^kubernetes:(?!apps\/)/, "the cluster's, brought by the first region"),
  input(
    /^kubernetes:/,
    /(mounted|\.value|configuration\.json|externalName|nodePort|addresses|static\[\d+\]|metadata\.name|namespaces\[\d+\])/,
    "its own names and doors",
  ),
];
