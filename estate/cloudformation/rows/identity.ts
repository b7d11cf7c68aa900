// Roles, policies, keys, and what tells people: topics, events, budgets.
import type { Properties, TranslationTable } from "../row.ts";
import { field, inList, isProperties, listOf } from "../shapes.ts";

const keyNames = { policy: "KeyPolicy", deletionWindowInDays: "PendingWindowInDays" } as const;

export const identityRows = {
  "aws:fis/experimentTemplate:ExperimentTemplate": {
    type: "AWS::FIS::ExperimentTemplate",
    tags: "map",
    names: {
      "actions.parameters": "Parameters",
      "actions.startAfters": "StartAfter",
      "logConfiguration.cloudwatchLogsConfiguration": "CloudWatchLogsConfiguration",
    },
    maps: ["targets.parameters"],
    reshape: ({ Actions: actions, Targets: targets, ...rest }) => ({
      ...rest,
      Actions: byName(actions, ({ Parameters: given, Target: target, ...action }) => ({
        ...action,
        Parameters: byKey(given),
        Targets: byKey(inList(target)),
      })),
      Targets: byName(targets, ({ ResourceTags: wanted, ...target }) => ({
        ...target,
        ...(listOf(wanted).length === 0 ? {} : { ResourceTags: byKey(wanted) }),
      })),
    }),
  },
  "aws:iam/role:Role": {
    type: "AWS::IAM::Role",
    names: { name: "RoleName", assumeRolePolicy: "AssumeRolePolicyDocument" },
    documents: ["assumeRolePolicy"],
  },
  "aws:iam/rolePolicy:RolePolicy": {
    type: "AWS::IAM::RolePolicy",
    names: { name: "PolicyName", role: "RoleName", policy: "PolicyDocument" },
    documents: ["policy"],
    reshape: (properties) => ({ PolicyName: "of-the-role", ...properties }),
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    type: "AWS::IAM::Role",
    names: { policyArn: "ManagedPolicyArns" },
    leftOut: { role: "the role is a resource of its own here, and in CloudFormation the one that has the policies" },
    reshape: ({ ManagedPolicyArns: policy }) => ({ ManagedPolicyArns: [policy], AssumeRolePolicyDocument: anybody }),
  },
  "aws:iam/instanceProfile:InstanceProfile": {
    type: "AWS::IAM::InstanceProfile",
    names: { name: "InstanceProfileName", role: "Roles" },
    tags: "none",
    reshape: ({ Roles: role, ...rest }) => ({ ...rest, Roles: inList(role) }),
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    type: "AWS::IAM::OIDCProvider",
    names: { clientIdLists: "ClientIdList", thumbprintLists: "ThumbprintList" },
  },
  "aws:kms/key:Key": { type: "AWS::KMS::Key", names: keyNames, documents: ["policy"] },
  "aws:kms/replicaKey:ReplicaKey": { type: "AWS::KMS::ReplicaKey", names: keyNames, documents: ["policy"] },
  "aws:kms/alias:Alias": { type: "AWS::KMS::Alias", names: { name: "AliasName" } },
  "aws:sns/topic:Topic": { type: "AWS::SNS::Topic", names: { name: "TopicName" } },
  "aws:sns/topicPolicy:TopicPolicy": {
    type: "AWS::SNS::TopicPolicy",
    names: { arn: "Topics", policy: "PolicyDocument" },
    documents: ["policy"],
    reshape: ({ Topics: topic, ...rest }) => ({ ...rest, Topics: [topic] }),
  },
  "aws:sns/topicSubscription:TopicSubscription": { type: "AWS::SNS::Subscription", names: { topic: "TopicArn" } },
  "aws:sqs/queue:Queue": {
    type: "AWS::SQS::Queue",
    names: { name: "QueueName", messageRetentionSeconds: "MessageRetentionPeriod", visibilityTimeoutSeconds: "VisibilityTimeout" },
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    type: "AWS::SQS::QueuePolicy",
    names: { policy: "PolicyDocument", queueUrl: "Queues" },
    documents: ["policy"],
    reshape: ({ Queues: queue, ...rest }) => ({ ...rest, Queues: [queue] }),
  },
  "aws:cloudwatch/eventRule:EventRule": { type: "AWS::Events::Rule", documents: ["eventPattern"] },
  "aws:cloudwatch/eventTarget:EventTarget": {
    type: "AWS::Events::Rule",
    leftOut: { rule: "the rule is a resource of its own here, and in CloudFormation the one that has the targets" },
    reshape: (target) => ({ ScheduleExpression: "rate(1 day)", Targets: [{ Id: "target", ...target }] }),
  },
  "aws:budgets/budget:Budget": {
    type: "AWS::Budgets::Budget",
    names: { name: "BudgetName" },
    leftOut: { accountId: "CloudFormation's is the account that it runs in" },
    tags: "none",
    reshape: budget,
  },
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor": { type: "AWS::CE::AnomalyMonitor", names: { name: "MonitorName", tags: "ResourceTags" } },
  "aws:costexplorer/anomalySubscription:AnomalySubscription": {
    type: "AWS::CE::AnomalySubscription",
    names: { name: "SubscriptionName", monitorArnLists: "MonitorArnList", tags: "ResourceTags" },
    reshape: ({ ThresholdExpression: expression, ...rest }) => ({
      ...rest,
      ThresholdExpression: JSON.stringify({ Dimensions: field(expression, "Dimension") }),
    }),
  },
  "aws:servicequotas/serviceQuota:ServiceQuota": { notCovered: "CloudFormation asks for no quotas" },
} as const satisfies TranslationTable;

/** Stands where CloudFormation wants a document that another resource of the estate has. */
const anybody = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }] };

/** Pulumi has limit and notices side by side with the rest. */
function budget({ LimitAmount: amount, LimitUnit, Notifications: notices, ...rest }: Properties): Properties {
  return {
    Budget: { ...rest, BudgetLimit: { Amount: Number(amount), Unit: LimitUnit } },
    NotificationsWithSubscribers: listOf(notices).map((notice) => ({
      Notification: Object.fromEntries(
        ["ComparisonOperator", "NotificationType", "Threshold", "ThresholdType"].map((name) => [name, field(notice, name)]),
      ),
      Subscribers: [
        ...listOf(field(notice, "SubscriberEmailAddresses")).map((Address) => ({ Address, SubscriptionType: "EMAIL" })),
        ...listOf(field(notice, "SubscriberSnsTopicArns")).map((Address) => ({ Address, SubscriptionType: "SNS" })),
      ],
    })),
  };
}

/** A list of blocks with a name each as an object by that name. */
const byName = (list: unknown, change: (block: Properties) => Properties): Properties =>
  Object.fromEntries(
    listOf(list)
      .filter(isProperties)
      .map(({ Name, ...block }) => [String(Name), change(block)]),
  );

const byKey = (list: unknown): Properties => Object.fromEntries(listOf(list).map((item) => [String(field(item, "Key")), field(item, "Value")]));
