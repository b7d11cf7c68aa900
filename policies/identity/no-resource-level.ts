// Actions that AWS lists as having no resource level: they take only "*" as their resource.
// Source: AWS Service Authorization Reference (docs.aws.amazon.com/service-authorization), "Actions, resources, and condition keys" of each
// service: actions whose column "Resource types" is empty. Read on 2026-11-28. Only actions that this project's policies name.

const byService: Readonly<Record<string, readonly string[]>> = {
  autoscaling: ["DescribeAutoScalingGroups", "DescribeLaunchConfigurations", "DescribeScalingActivities"],
  ce: ["CreateAnomalyMonitor", "CreateAnomalySubscription", "GetAnomalies"],
  cloudwatch: ["GetMetricData", "GetMetricStatistics", "ListMetrics"],
  ec2: [
    "DescribeAccountAttributes",
    "DescribeAddresses",
    "DescribeAvailabilityZones",
    "DescribeCoipPools",
    "DescribeImages",
    "DescribeInstanceStatus",
    "DescribeInstanceTypeOfferings",
    "DescribeInstanceTypes",
    "DescribeInstances",
    "DescribeInternetGateways",
    "DescribeLaunchTemplates",
    "DescribeManagedPrefixLists",
    "DescribeNetworkAcls",
    "DescribeNetworkInterfaces",
    "DescribePlacementGroups",
    "DescribeRouteTables",
    "DescribeSecurityGroups",
    "DescribeSpotPriceHistory",
    "DescribeSubnets",
    "DescribeTags",
    "DescribeTransitGatewayAttachments",
    "DescribeTransitGatewayPeeringAttachments",
    "DescribeTransitGateways",
    "DescribeVolumes",
    "DescribeVpcPeeringConnections",
    "DescribeVpcs",
    "GetSecurityGroupsForVpc",
  ],
  ecr: ["GetAuthorizationToken"],
  eks: ["ListClusters"],
  elasticloadbalancing: [
    "DescribeListenerAttributes",
    "DescribeListeners",
    "DescribeLoadBalancerAttributes",
    "DescribeLoadBalancers",
    "DescribeRules",
    "DescribeTags",
    "DescribeTargetGroupAttributes",
    "DescribeTargetGroups",
    "DescribeTargetHealth",
  ],
  fis: ["ListActions", "ListExperimentTemplates", "ListExperiments", "ListTargetResourceTypes"],
  health: ["DescribeEventAggregates", "DescribeEventTypes", "DescribeEvents"],
  iam: ["ListRoles"],
  logs: [
    "CreateLogDelivery",
    "DescribeQueries",
    "DescribeResourcePolicies",
    "GetQueryResults",
    "ListLogDeliveries",
    "PutResourcePolicy",
    "StopQuery",
  ],
  pricing: ["GetProducts"],
  route53: ["ListHostedZones"],
  s3: ["ListAllMyBuckets"],
  sts: ["GetCallerIdentity"],
  tag: ["GetResources", "GetTagKeys", "GetTagValues"],
  xray: ["PutTelemetryRecords", "PutTraceSegments"],
};

export const hasNoResourceLevel = (action: string): boolean => {
  const [service = "", name = ""] = action.split(":");
  return byService[service]?.includes(name) === true;
};
