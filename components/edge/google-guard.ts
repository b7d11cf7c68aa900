// Google: what the edge refuses before it reaches a region.
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { SecurityPolicy } from "@pulumi/gcp/compute/securityPolicy.js";
import { SSLPolicy } from "@pulumi/gcp/compute/sslpolicy.js";
import { fullSizePhases } from "../../model/phases.ts";
import { Component } from "../component.ts";
import type { Size } from "../environment.ts";

export interface GoogleGuardArgs {
  readonly size: Pick<Size, "phase">;
}

/** Sets of rules, each in its least eager form, since questions to experts are free text. Source: cloud.google.com/armor/docs/waf-rules. */
const attacks = ["sqli-v33-stable", "xss-v33-stable", "lfi-v33-stable", "rce-v33-stable", "protocolattack-v33-stable"] as const;

/** The last priority there is, which the rule for everything else must have. */
const last = 2_147_483_647;

/**
 * Cloud Armor and the TLS policy: known attacks and floods from one address are refused at Google's edge, old TLS too.
 *
 * @cost A policy and its rules by the month, and a little per million requests.
 * @omits Adaptive Protection: a test's own load is what it would learn to refuse. Bot management.
 * @failureDomain Global, as the load balancer that it stands before.
 */
export class GoogleGuard extends Component {
  readonly policy: SecurityPolicy;
  readonly tls: SSLPolicy;

  constructor(name: string, { size }: GoogleGuardArgs, options: ComponentResourceOptions) {
    super("edge:GoogleGuard", name, options);
    const everybody = { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } };
    // All of a phase's load may come from one generator's address; twice of that is no test of ours.
    const mostAMinute = 2 * 60 * Math.max(100, fullSizePhases[size.phase].requestsPerSecond);
    this.policy = new SecurityPolicy(
      this.named("armor"),
      {
        type: "CLOUD_ARMOR",
        description: "Known attacks and floods are refused at the edge",
        advancedOptionsConfig: { jsonParsing: "STANDARD", logLevel: "NORMAL" },
        rules: [
          ...attacks.map((set, index) => ({
            action: "deny(403)",
            priority: 1000 + index,
            description: set,
            match: { expr: { expression: `evaluatePreconfiguredWaf('${set}', {'sensitivity': 1})` } },
          })),
          {
            action: "throttle",
            priority: 2000,
            description: "No address sends more than twice what the largest phase does",
            match: everybody,
            rateLimitOptions: {
              conformAction: "allow",
              exceedAction: "deny(429)",
              enforceOnKey: "IP",
              rateLimitThreshold: { count: mostAMinute, intervalSec: 60 },
            },
          },
          { action: "allow", priority: last, description: "Everything else", match: everybody },
        ],
      },
      { parent: this },
    );
    this.tls = new SSLPolicy(this.named("tls"), { profile: "MODERN", minTlsVersion: "TLS_1_2" }, { parent: this });
    this.registerOutputs();
  }
}
