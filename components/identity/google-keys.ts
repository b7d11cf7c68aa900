// Google: one region's encryption keys, and who may use which.
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { CryptoKey } from "@pulumi/gcp/kms/cryptoKey.js";
import { CryptoKeyIAMMember } from "@pulumi/gcp/kms/cryptoKeyIAMMember.js";
import { KeyRing } from "@pulumi/gcp/kms/keyRing.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import type { GoogleAgent, GoogleProject } from "./google-project.ts";

export interface GoogleKeysArgs {
  readonly region: RegionPlan;
  readonly project: GoogleProject;
  /** What becomes of data: as long as any of it stays, keys do. */
  readonly data: EnvironmentPlan["tier"]["data"];
}

/** A key for each kind of data, and the services that encrypt with it. */
const users = {
  cluster: ["container", "compute"],
  postgres: ["sqladmin"],
  redis: ["redis"],
  secrets: ["secretmanager"],
  images: ["artifactregistry"],
  backups: ["gkebackup"],
} as const satisfies Record<string, readonly GoogleAgent[]>;
export type GoogleKeyUse = keyof typeof users;

/** 90 days, in seconds as Google writes it. */
export const ninetyDays = "7776000s";

/**
 * A key ring with a key for each kind of data, rotated every 90 days; older versions stay to read what they wrote.
 *
 * @cost Six key versions a region and quarter at some cents each, and a little per 10,000 operations.
 * @omits Keys in hardware modules or outside Google. Google never deletes a ring: its name carries a random end, so that an environment can come again.
 * @failureDomain The region: keys do not leave it, and what they encrypt cannot be read while the region's key service is down.
 */
export class GoogleKeys extends Component {
  readonly #keys = new Map<GoogleKeyUse, CryptoKey>();
  readonly #grants = new Map<GoogleKeyUse, readonly CryptoKeyIAMMember[]>();

  constructor(name: string, { region, project, data }: GoogleKeysArgs, options: ComponentResourceOptions) {
    super("identity:GoogleKeys", name, options);
    // A snapshot without its key is lost: what goes with a last snapshot leaves its keys behind.
    const kept = { parent: this, protect: data === "protected", retainOnDelete: data !== "none" };
    const ring = new KeyRing(this.named("keys"), { location: region.name }, kept);
    for (const use of Object.keys(users).filter(isUse)) {
      const key = new CryptoKey(
        this.named(use),
        { keyRing: ring.id, purpose: "ENCRYPT_DECRYPT", rotationPeriod: ninetyDays, destroyScheduledDuration: "2592000s" },
        kept,
      );
      this.#keys.set(use, key);
      this.#grants.set(
        use,
        users[use].map(
          (agent) =>
            new CryptoKeyIAMMember(
              this.named(`${use}-for-${agent}`),
              { cryptoKeyId: key.id, role: "roles/cloudkms.cryptoKeyEncrypterDecrypter", member: project.member(agent) },
              { parent: this },
            ),
        ),
      );
    }
    this.registerOutputs();
  }

  /** The key's full name. */
  id(use: GoogleKeyUse): Output<string> {
    return this.#key(use).id;
  }

  /** What uses the key waits for these, or its service is refused. */
  grants(use: GoogleKeyUse): readonly CryptoKeyIAMMember[] {
    return this.#grants.get(use) ?? [];
  }

  #key(use: GoogleKeyUse): CryptoKey {
    const key = this.#keys.get(use);
    if (key === undefined) throw new Error(`there is no key for ${use}`);
    return key;
  }
}

const isUse = (use: string): use is GoogleKeyUse => use in users;
