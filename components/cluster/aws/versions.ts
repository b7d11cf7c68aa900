// Versions of what a cluster on AWS is made of, dated: the one place to change them.

/** Kubernetes on EKS: standard support until 2027-03-27. Source: Amazon EKS release calendar, by endoflife.date/amazon-eks, read on 2026-11-28. */
export const kubernetesVersion = "1.35";

/** Takes Kubernetes 1.35 from 1.9 on. Source: charts/karpenter/Chart.yaml and compatibility.md of aws/karpenter-provider-aws at 1d92708 (2026-08-21). */
export const karpenterVersion = "1.14.1";

/** Source: helm/aws-load-balancer-controller/Chart.yaml of kubernetes-sigs/aws-load-balancer-controller at 225f445 (2026-08-17). */
export const loadBalancerControllerVersion = "3.5.0";
