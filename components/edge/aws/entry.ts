// The global entry on AWS: CloudFront before all regions, with a firewall, and the environment's own name.
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { Distribution } from "@pulumi/aws/cloudfront/distribution.js";
import { Record } from "@pulumi/aws/route53/record.js";
import { Component } from "../../component.ts";
import type { EnvironmentPlan } from "../../environment.ts";
import { entryRules } from "./firewall-rules.ts";
import { AwsFirewall } from "./firewall.ts";
import type { AwsNames } from "./names.ts";
import { secretHeader } from "./open-paths.ts";

export interface AwsEntryArgs {
  readonly plan: Pick<EnvironmentPlan, "name" | "phases">;
  readonly names: AwsNames;
  /** The name under which it finds the regions. */
  readonly origin: string;
  readonly secret: Input<string>;
  /** Where CloudFront looks for its firewall. */
  readonly globalRegion: string;
  /** The key of that region, where the environment has one. */
  readonly keyArn: Input<string> | undefined;
}

/** Policies of AWS's own have the same id in every account. Source: "Use managed cache policies", "origin request policies" and "response headers policies" in the CloudFront developer guide. */
const managedPolicies = {
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  allViewerExceptHostHeader: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
  securityHeaders: "67f7725c-6f97-4210-82d7-5512b31e9d03",
} as const;

/**
 * @cost Requests by the ten thousand and what goes out by the gigabyte, both by where the client is; the firewall besides.
 * @omits Caching: every answer is made for its question. Access logs: the firewall logs what was refused, the regions what was served.
 * @failureDomain Global. Its settings lie in us-east-1 and cannot be changed while that is gone; what is set goes on.
 */
export class AwsEntry extends Component {
  constructor(name: string, { plan, names, origin, secret, globalRegion, keyArn }: AwsEntryArgs, options: ComponentResourceOptions = {}) {
    super("edge:AwsEntry", name, options);
    const own = { parent: this };
    const firewall = new AwsFirewall(
      this.named(`${globalRegion}-firewall`),
      { region: globalRegion, scope: "CLOUDFRONT", description: `The global entry of ${plan.name}`, rules: entryRules(plan.phases), keyArn },
      own,
    );
    const distribution = new Distribution(
      this.named("distribution"),
      {
        comment: `The global entry of ${plan.name}`,
        enabled: true,
        aliases: [names.domain],
        httpVersion: "http2and3",
        isIpv6Enabled: true,
        priceClass: "PriceClass_All",
        webAclId: firewall.arn,
        origins: [
          {
            originId: "regions",
            domainName: origin,
            customHeaders: [{ name: secretHeader, value: secret }],
            customOriginConfig: {
              httpPort: 80,
              httpsPort: 443,
              originProtocolPolicy: "https-only",
              originSslProtocols: ["TLSv1.2"],
              originReadTimeout: 30,
              originKeepaliveTimeout: 60,
            },
          },
        ],
        defaultCacheBehavior: {
          targetOriginId: "regions",
          viewerProtocolPolicy: "https-only",
          allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
          cachedMethods: ["GET", "HEAD"],
          compress: true,
          cachePolicyId: managedPolicies.cachingDisabled,
          originRequestPolicyId: managedPolicies.allViewerExceptHostHeader,
          responseHeadersPolicyId: managedPolicies.securityHeaders,
        },
        restrictions: { geoRestriction: { restrictionType: "none" } },
        viewerCertificate: {
          acmCertificateArn: names.globalCertificateArn,
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "TLSv1.2_2021",
        },
      },
      own,
    );
    const alias = { name: distribution.domainName, zoneId: distribution.hostedZoneId, evaluateTargetHealth: false };
    for (const type of ["A", "AAAA"] as const)
      new Record(this.named(type.toLowerCase()), { zoneId: names.zoneId, name: names.domain, type, aliases: [alias] }, own);
    this.registerOutputs();
  }
}
