// What the AWS Load Balancer Controller may do: look, put pods into target groups, and open the nodes' group to the balancers.
import type { Statement } from "../../identity/aws/policy.ts";

/**
 * The part of the controller's published policy that target group bindings use. Left out on purpose: everything that creates, changes or deletes
 * balancers, listeners and rules, WAF, Shield, Cognito and certificates.
 * Source: docs/install/iam_policy.json of kubernetes-sigs/aws-load-balancer-controller at 225f445.
 */
export const loadBalancerPolicy = (region: string): readonly Statement[] => {
  const here = { StringEquals: { "aws:RequestedRegion": region } };
  return [
    {
      Sid: "Look",
      Effect: "Allow",
      Action: [
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstances",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeTags",
        "ec2:DescribeVpcs",
        "ec2:GetSecurityGroupsForVpc",
        "elasticloadbalancing:DescribeLoadBalancers",
        "elasticloadbalancing:DescribeTags",
        "elasticloadbalancing:DescribeTargetGroupAttributes",
        "elasticloadbalancing:DescribeTargetGroups",
        "elasticloadbalancing:DescribeTargetHealth",
      ],
      Resource: "*",
      Condition: here,
    },
    {
      Sid: "Bind",
      Effect: "Allow",
      Action: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
      Resource: `arn:aws:elasticloadbalancing:${region}:*:targetgroup/*/*`,
    },
    {
      Sid: "OpenNodesToBalancers",
      Effect: "Allow",
      Action: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
      Resource: "*",
      Condition: here,
    },
  ];
};
