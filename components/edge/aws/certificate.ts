// A region's certificate on AWS, valid by the proof that the environment's names have given already.
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { Certificate, type CertificateArgs } from "@pulumi/aws/acm/certificate.js";
import { CertificateValidation } from "@pulumi/aws/acm/certificateValidation.js";
import { Component } from "../../component.ts";

export interface AwsCertificateArgs {
  readonly region: string;
  readonly domain: string;
  /** Name of the record that proves the domain. */
  readonly proof: Input<string>;
}

/**
 * @cost Nothing.
 * @omits Renewal: ACM does it by the same proof, for as long as the record stands.
 * @failureDomain The region: each has its own certificate and its own copy of the key.
 */
export class AwsCertificate extends Component {
  /** Valid. */
  readonly arn: Output<string>;

  constructor(name: string, { region, domain, proof }: AwsCertificateArgs, options: ComponentResourceOptions = {}) {
    super("edge:AwsCertificate", name, options);
    const own = { parent: this };
    const certificate = new Certificate(this.named("certificate"), certificateFor(domain, region), own);
    this.arn = new CertificateValidation(
      this.named("valid"),
      { region, certificateArn: certificate.arn, validationRecordFqdns: [proof] },
      own,
    ).certificateArn;
    this.registerOutputs();
  }
}

/** For a domain and every name under it. */
export const certificateFor = (domain: string, region: string) =>
  ({
    region,
    domainName: domain,
    subjectAlternativeNames: [`*.${domain}`],
    validationMethod: "DNS",
    keyAlgorithm: "EC_prime256v1",
  }) satisfies CertificateArgs;
