// AWS: keys, secrets, identities, logs, alarms and experiments.
import { listAt } from "../../inputs.ts";
import type { RuleTable } from "../charge.ts";
import { free } from "../charge.ts";

export const awsOperationsRules = {
  "aws:kms/key:Key": () => [
    { category: "managed security", what: "key", item: "aws:key", quantity: 1 },
    { category: "managed security", what: "its use", item: "aws:key-requests", quantity: 100 },
  ],
  "aws:kms/replicaKey:ReplicaKey": () => [
    { category: "managed security", what: "replica of a key", item: "aws:key", quantity: 1 },
    { category: "managed security", what: "its use", item: "aws:key-requests", quantity: 100 },
  ],
  "aws:secretsmanager/secret:Secret": ({ inputs }) => {
    const copies = 1 + listAt(inputs, "replicas").length;
    return [
      { category: "managed security", what: `secret, ${copies === 1 ? "one place" : `${copies} places`}`, item: "aws:secret", quantity: copies },
    ];
  },
  "aws:cloudwatch/logGroup:LogGroup": (_, { usage }) => [
    { category: "monitoring", what: "logs taken in", item: "aws:log-data", quantity: usage.cloudLogsGB / 2 },
    { category: "monitoring", what: "logs kept", item: "aws:log-storage", quantity: usage.cloudLogsGB / 2 },
  ],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ({ inputs }) => [
    { category: "monitoring", what: "alarm", item: "aws:alarm", quantity: Math.max(1, listAt(inputs, "metricQueries").length) },
  ],
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": () => [{ category: "monitoring", what: "alarm", item: "aws:alarm", quantity: 5 }],
  "aws:cloudwatch/dashboard:Dashboard": () => [{ category: "monitoring", what: "dashboard", item: "aws:dashboard", quantity: 1 }],
  "aws:sqs/queue:Queue": () => [{ category: "monitoring", what: "messages", item: "aws:queue-requests", quantity: 0.5 }],
  "aws:sns/topic:Topic": () => [{ category: "monitoring", what: "mails", item: "aws:mail", quantity: 0.01 }],
  "aws:lambda/function:Function": () => [{ category: "managed security", what: "an hour at 256 MB", item: "aws:function-time", quantity: 900 }],
  "aws:fis/experimentTemplate:ExperimentTemplate": ({ inputs }, { usage }) => [
    // A template runs once a game day, ten minutes an action.
    {
      category: "managed security",
      what: "runs",
      item: "aws:experiment",
      quantity: usage.gameDays * 10 * Math.max(1, listAt(inputs, "actions").length),
    },
  ],
  ...Object.fromEntries(
    [
      "aws:iam/role:Role",
      "aws:iam/rolePolicy:RolePolicy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "aws:iam/policy:Policy",
      "aws:iam/instanceProfile:InstanceProfile",
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
      "aws:iam/serviceLinkedRole:ServiceLinkedRole",
      "aws:kms/alias:Alias",
      "aws:kms/keyPolicy:KeyPolicy",
      "aws:secretsmanager/secretVersion:SecretVersion",
      "aws:secretsmanager/secretRotation:SecretRotation",
      "aws:secretsmanager/secretPolicy:SecretPolicy",
      "aws:cloudwatch/eventRule:EventRule",
      "aws:cloudwatch/eventTarget:EventTarget",
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
      "aws:cloudwatch/logMetricFilter:LogMetricFilter",
      "aws:sqs/queuePolicy:QueuePolicy",
      "aws:sns/topicPolicy:TopicPolicy",
      "aws:sns/topicSubscription:TopicSubscription",
      "aws:lambda/permission:Permission",
      "aws:budgets/budget:Budget",
      "aws:budgets/budgetAction:BudgetAction",
      "aws:costexplorer/anomalyMonitor:AnomalyMonitor",
      "aws:costexplorer/anomalySubscription:AnomalySubscription",
      "aws:servicequotas/serviceQuota:ServiceQuota",
      "aws:scheduler/schedule:Schedule",
      "aws:scheduler/scheduleGroup:ScheduleGroup",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      "aws:s3/bucketPolicy:BucketPolicy",
      "aws:s3/bucketVersioning:BucketVersioning",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
      "aws:ssm/parameter:Parameter",
    ].map((type) => [type, free("AWS asks nothing for it")]),
  ),
} satisfies RuleTable;
