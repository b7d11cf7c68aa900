// The secrets of a region's workloads: one for the edge, one for those that reach the data stores, so that no pod sees what it does not need.
import { all, output, type ComponentResourceOptions, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Component } from "../component.ts";
import type { RegionGround, Secrets } from "../contract.ts";
import { secretKeys } from "./configuration.ts";
import { partOf } from "./labels.ts";

export interface SecretHandle {
  readonly secretName: string;
  readonly keys: readonly string[];
  /** Changes with what is in it; itself a secret. */
  readonly content: Output<string>;
  readonly resource: Resource;
}

export interface RegionSecretsArgs {
  readonly ground: RegionGround;
  readonly secrets: Secrets;
  readonly after: readonly Resource[];
}

/**
 * Two secrets in the region's namespace.
 * @cost Nothing.
 * @omits A rotation of its own: a changed value arrives with the next `up`, which starts the pods that mount it anew.
 * @failureDomain The region's cluster.
 */
export class RegionSecrets extends Component {
  readonly entry: SecretHandle;
  readonly data: SecretHandle;

  constructor(name: string, { ground, secrets, after }: RegionSecretsArgs, options: ComponentResourceOptions = {}) {
    super("workloads:RegionSecrets", name, options);
    const { postgres, redis } = ground;
    const make = (suffix: string, secretName: string, values: Readonly<Record<string, Input<string>>>): SecretHandle => {
      const resource = new Secret(
        this.named(suffix),
        {
          metadata: { name: secretName, namespace: ground.namespace, labels: { "app.kubernetes.io/part-of": partOf } },
          type: "Opaque",
          stringData: values,
        },
        { parent: this, provider: ground.kubernetes, dependsOn: [...after] },
      );
      const content = all(Object.values(values).map((value) => output(value))).apply((texts) => texts.join("\0"));
      return { secretName, keys: Object.keys(values), content, resource };
    };
    this.entry = make("entry", "entry", { [secretKeys.apiKey]: secrets.apiKey });
    this.data = make("data", "data-access", {
      [secretKeys.postgresPassword]: postgres.password,
      ...(postgres.trust === undefined ? {} : { [secretKeys.postgresAuthority]: postgres.trust.authority }),
      ...(redis.password === null ? {} : { [secretKeys.redisPassword]: redis.password }),
      ...(redis.trust === undefined ? {} : { [secretKeys.redisAuthority]: redis.trust.authority }),
    });
    this.registerOutputs();
  }
}
