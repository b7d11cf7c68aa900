// The environment's zone on AWS, its certificate for CloudFront, and the proof that the domain is ours.
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { Certificate } from "@pulumi/aws/acm/certificate.js";
import { CertificateValidation } from "@pulumi/aws/acm/certificateValidation.js";
import { Record } from "@pulumi/aws/route53/record.js";
import { Zone } from "@pulumi/aws/route53/zone.js";
import { Component } from "../../component.ts";
import { certificateFor } from "./certificate.ts";

export interface AwsNamesArgs {
  readonly domain: string;
  /** Where CloudFront looks for its certificate. */
  readonly globalRegion: string;
}

/**
 * @cost The zone by the month, questions by the million; certificates cost nothing.
 * @omits The parent zone: its owner delegates the domain to `nameServers` once, and until then no certificate becomes valid. DNSSEC, whose key the parent must know too.
 * @failureDomain Route 53's answering is global; its changes, and CloudFront's certificate, lie in us-east-1. What was issued goes on without it.
 */
export class AwsNames extends Component {
  readonly domain: string;
  readonly zoneId: Output<string>;
  readonly nameServers: Output<string[]>;
  /** Valid, for CloudFront. */
  readonly globalCertificateArn: Output<string>;
  /** Name of the record that proves the domain: ACM asks for the same one in every region, and for all names under the domain. */
  readonly proof: Output<string>;

  constructor(name: string, { domain, globalRegion }: AwsNamesArgs, options: ComponentResourceOptions = {}) {
    super("edge:AwsNames", name, options);
    const own = { parent: this };
    const zone = new Zone(this.named("zone"), { name: domain, comment: `Everything under ${domain}`, forceDestroy: false }, own);
    const { zoneId } = zone;
    new Record(this.named("issuers"), { zoneId, name: domain, type: "CAA", ttl: 3_600, records: ['0 issue "amazon.com"'] }, own);
    const certificate = new Certificate(this.named(`${globalRegion}-certificate`), certificateFor(domain, globalRegion), own);
    const asked = certificate.domainValidationOptions.apply((questions) => {
      // A recording with made-up values has none.
      const first = questions?.[0];
      return { name: first?.resourceRecordName ?? "", type: first?.resourceRecordType ?? "CNAME", value: first?.resourceRecordValue ?? "" };
    });
    const proof = new Record(this.named("proof"), { zoneId, name: asked.name, type: asked.type, ttl: 300, records: [asked.value] }, own);
    const valid = new CertificateValidation(
      this.named(`${globalRegion}-certificate-valid`),
      { region: globalRegion, certificateArn: certificate.arn, validationRecordFqdns: [proof.fqdn] },
      own,
    );
    this.domain = domain;
    this.zoneId = zoneId;
    this.nameServers = zone.nameServers;
    this.globalCertificateArn = valid.certificateArn;
    this.proof = proof.fqdn;
    this.registerOutputs();
  }
}
