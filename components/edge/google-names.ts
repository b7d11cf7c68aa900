// Google: the environment's names: its zone, its certificate, and the address that they lead to.
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { Certificate } from "@pulumi/gcp/certificatemanager/certificate.js";
import { CertificateMap } from "@pulumi/gcp/certificatemanager/certificateMap.js";
import { CertificateMapEntry } from "@pulumi/gcp/certificatemanager/certificateMapEntry.js";
import { DnsAuthorization } from "@pulumi/gcp/certificatemanager/dnsAuthorization.js";
import { GlobalAddress } from "@pulumi/gcp/compute/globalAddress.js";
import { ManagedZone } from "@pulumi/gcp/dns/managedZone.js";
import { RecordSet } from "@pulumi/gcp/dns/recordSet.js";
import { Component } from "../component.ts";

export interface GoogleNamesArgs {
  /** The environment's own zone, such as "google.gameday.example.com". */
  readonly domain: string;
  /** Names of the regions: each gets a name of its own below the domain. */
  readonly regions: readonly string[];
}

/**
 * A signed DNS zone, a certificate for the domain and the names below it, and one anycast address for all of them.
 *
 * @cost Cents a month for zone and queries; the address is free while it is in use.
 * @omits The delegation: whoever owns the domain above puts this zone's name servers, and its DS record, there once.
 * @failureDomain Global. Names are answered, and the certificate is served, from every Google edge.
 */
export class GoogleNames extends Component {
  readonly address: GlobalAddress;
  /** As a target proxy wants it. */
  readonly certificateMap: Output<string>;

  constructor(name: string, { domain, regions }: GoogleNamesArgs, options: ComponentResourceOptions) {
    super("edge:GoogleNames", name, options);
    const zone = new ManagedZone(
      this.named("zone"),
      {
        dnsName: `${domain}.`,
        description: `Names of ${domain}`,
        visibility: "public",
        dnssecConfig: { state: "on" },
        cloudLoggingConfig: { enableLogging: true },
      },
      { parent: this },
    );
    const record = (suffix: string, host: string, type: string, ttl: number, rrdatas: Output<string>[] | string[]): RecordSet =>
      new RecordSet(this.named(suffix), { managedZone: zone.name, name: `${host}.`, type, ttl, rrdatas }, { parent: this });

    this.address = new GlobalAddress(this.named("address"), { addressType: "EXTERNAL", ipVersion: "IPV4" }, { parent: this });
    record("entry", domain, "A", 60, [this.address.address]);
    for (const region of regions) record(`${region}-entry`, `${region}.${domain}`, "A", 60, [this.address.address]);
    record("caa", domain, "CAA", 3600, ['0 issue "pki.goog"']);

    const authorization = new DnsAuthorization(this.named("authorization"), { domain, type: "FIXED_RECORD" }, { parent: this });
    const proof = authorization.dnsResourceRecords.apply(([first]) => first);
    new RecordSet(
      this.named("proof"),
      {
        managedZone: zone.name,
        name: proof.apply((row) => row?.name ?? ""),
        type: proof.apply((row) => row?.type ?? "CNAME"),
        ttl: 300,
        rrdatas: [proof.apply((row) => row?.data ?? "")],
      },
      { parent: this },
    );
    const names = [domain, `*.${domain}`];
    const certificate = new Certificate(
      this.named("certificate"),
      { managed: { domains: names, dnsAuthorizations: [authorization.id] } },
      { parent: this },
    );
    const map = new CertificateMap(this.named("certificates"), {}, { parent: this });
    for (const [index, hostname] of names.entries())
      new CertificateMapEntry(
        this.named(index === 0 ? "certificate-apex" : "certificate-below"),
        { map: map.name, hostname, certificates: [certificate.id] },
        { parent: this },
      );
    this.certificateMap = map.id.apply((id) => `//certificatemanager.googleapis.com/${id}`);
    this.registerOutputs();
  }
}
