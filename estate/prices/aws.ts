// What AWS asks, on demand, in US dollars: us-east-1, eu-west-1, ap-southeast-1.
import type { PriceRegions, PriceTable } from "./row.ts";

/** Factors: m6i.large at $0.096, $0.107 and $0.12 an hour. */
export const awsPriceRegions = {
  names: ["us-east-1", "eu-west-1", "ap-southeast-1"],
  factors: [1, 0.107 / 0.096, 0.12 / 0.096],
} as const satisfies PriceRegions;

/** An hour of a family's size `large`; the other sizes are multiples of it, to a thousandth of a dollar. */
export const awsMachines = {
  m6i: { unit: "hour", usd: [0.096, 0.107, 0.12], sources: ["karpenter", "skypilot"] },
  c6i: { unit: "hour", usd: [0.085, 0.0912, 0.098], sources: ["karpenter", "skypilot"] },
  "db.r6g": { unit: "hour", usd: [0.26, 0.286, null], sources: ["auroraOffer", "irelandBill"] },
  "cache.r6g": { unit: "hour", usd: [0.206, 0.229, null], sources: ["awsPages", "irelandCache"] },
  "cache.m6g": { unit: "hour", usd: [0.149, null, null], sources: ["infracost"] },
} as const satisfies PriceTable;

/** How many `large` a size is. */
export const sizes: Readonly<Record<string, number>> = {
  large: 1,
  xlarge: 2,
  "2xlarge": 4,
  "4xlarge": 8,
  "8xlarge": 16,
  "12xlarge": 24,
  "16xlarge": 32,
  "24xlarge": 48,
};

export const awsPrices = {
  "aws:eks-cluster": { unit: "hour", usd: 0.1, sources: ["infracost"] },
  "aws:ebs-gp3": { unit: "GB", usd: [0.08, null, 0.096], sources: ["infracost", "singaporeList"] },
  "aws:nat": { unit: "hour", usd: [0.045, 0.048, 0.059], sources: ["infracost", "irelandNat", "singaporeList"] },
  "aws:nat-data": { unit: "GB", usd: [0.045, 0.048, 0.059], sources: ["infracost", "irelandNat", "singaporeList"] },
  "aws:vpc-encryption": { unit: "hour", usd: [0.15, null, null], sources: ["encryptionNote"] },
  "aws:public-ipv4": { unit: "hour", usd: 0.005, sources: ["singaporeBill"] },
  "aws:load-balancer": { unit: "hour", usd: [0.0225, null, 0.0252], sources: ["infracost", "singaporeBill"] },
  "aws:load-balancer-capacity": { unit: "LCU-hour", usd: 0.008, sources: ["infracost"] },
  "aws:transit-attachment": { unit: "hour", usd: [0.05, null, null], sources: ["infracost"] },
  "aws:transit-data": { unit: "GB", usd: 0.02, sources: ["infracost"] },
  "aws:transfer-zone": { unit: "GB", usd: 0.01, sources: ["infracost"] },
  "aws:transfer-region": { unit: "GB", usd: [0.02, 0.02, 0.09], sources: ["infracost"] },
  "aws:transfer-internet": { unit: "GB", usd: [0.09, 0.09, 0.12], sources: ["infracost"] },
  "aws:accelerator": { unit: "hour", usd: 0.025, sources: ["infracost"] },
  "aws:accelerator-data": { unit: "GB", usd: [0.015, 0.015, 0.035], sources: ["infracost"] },
  "aws:cdn-data": { unit: "GB", usd: [0.085, 0.085, 0.12], sources: ["infracost"] },
  "aws:cdn-requests": { unit: "10,000 requests", usd: [0.01, 0.012, 0.012], sources: ["infracost"] },
  "aws:waf-list": { unit: "month", usd: 5, sources: ["infracost", "singaporeBill"] },
  "aws:waf-rule": { unit: "month", usd: 1, sources: ["infracost", "singaporeBill"] },
  "aws:waf-requests": { unit: "million requests", usd: 0.6, sources: ["infracost", "singaporeBill"] },
  "aws:dns-zone": { unit: "month", usd: 0.5, sources: ["infracost"] },
  "aws:dns-queries": { unit: "million queries", usd: 0.6, sources: ["infracost"] },
  "aws:dns-check": { unit: "month", usd: 0.75, sources: ["infracost"] },
  "aws:dns-check-feature": { unit: "month", usd: 2, sources: ["infracost"] },
  "aws:key": { unit: "month", usd: 1, sources: ["infracost", "singaporeList"] },
  "aws:key-requests": { unit: "10,000 requests", usd: 0.03, sources: ["infracost", "singaporeList"] },
  "aws:secret": { unit: "month", usd: 0.4, sources: ["infracost", "singaporeList"] },
  "aws:aurora-storage": { unit: "GB", usd: [0.1, null, null], sources: ["infracost"] },
  "aws:aurora-io": { unit: "million requests", usd: [0.2, null, null], sources: ["infracost"] },
  "aws:aurora-replicated-write": { unit: "million writes", usd: [0.2, null, null], sources: ["auroraOffer"] },
  "aws:database-proxy": { unit: "vCPU-hour", usd: [0.015, null, null], sources: ["awsPages"] },
  "aws:cache-backup": { unit: "GB", usd: 0.085, sources: ["infracost"] },
  "aws:backup-aurora": { unit: "GB", usd: [0.024, null, null], sources: ["infracost"] },
  "aws:backup-disk": { unit: "GB", usd: [0.055, null, null], sources: ["infracost"] },
  "aws:log-data": { unit: "GB", usd: [0.5, null, 0.7], sources: ["infracost", "singaporeBill"] },
  "aws:log-storage": { unit: "GB", usd: 0.03, sources: ["infracost", "singaporeList"] },
  "aws:alarm": { unit: "month", usd: 0.1, sources: ["infracost", "singaporeList"] },
  "aws:dashboard": { unit: "month", usd: 3, sources: ["infracost"] },
  "aws:metric": { unit: "month", usd: 0.3, sources: ["singaporeBill"] },
  "aws:image-storage": { unit: "GB", usd: 0.1, sources: ["infracost", "singaporeBill"] },
  "aws:bucket-storage": { unit: "GB", usd: [0.023, null, 0.025], sources: ["infracost", "singaporeList"] },
  "aws:endpoint": { unit: "zone-hour", usd: [0.01, null, 0.013], sources: ["infracost", "singaporeList"] },
  "aws:endpoint-data": { unit: "GB", usd: 0.01, sources: ["infracost", "singaporeList"] },
  "aws:queue-requests": { unit: "million requests", usd: 0.4, sources: ["infracost"] },
  "aws:mail": { unit: "100,000 mails", usd: 2, sources: ["infracost"] },
  "aws:function-time": { unit: "GB-second", usd: 0.0000166667, sources: ["infracost"] },
  "aws:experiment": { unit: "action-minute", usd: 0.1, sources: ["awsPages"] },
} as const satisfies PriceTable;
