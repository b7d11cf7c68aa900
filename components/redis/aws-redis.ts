// Redis on AWS: one ElastiCache Global Datastore, a replication group in every region, one name that follows the writer.
import { secret, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { GlobalReplicationGroup } from "@pulumi/aws/elasticache/globalReplicationGroup.js";
import { RandomPassword } from "@pulumi/random/randomPassword.js";
import { Secret } from "@pulumi/aws/secretsmanager/secret.js";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion.js";
import { redisTrust } from "../data/aws-authorities.ts";
import type { AwsDataRegion } from "../data/aws-data-region.ts";
import { Component } from "../component.ts";
import type { RedisAccess } from "../contract.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { AwsRedisRegion, redisPort } from "./aws-redis-region.ts";
import { AwsRedisWriterName } from "./aws-redis-writer-name.ts";

export interface AwsRedisArgs {
  readonly plan: EnvironmentPlan;
  /** Primary first. */
  readonly regions: readonly AwsDataRegion[];
}

/**
 * @cost The sum of its regions; the name that follows the writer costs a private zone, a health check and an alarm, under two dollars a month.
 * @omits A failover to another region by itself: ElastiCache has none, a person promotes (docs/failover/aws.md). At most three regions.
 * @failureDomain Each region fails alone; writing fails with the primary until another one is promoted, and then may have lost what was not yet copied.
 */
export class AwsRedis extends Component {
  readonly #access: ReadonlyMap<string, RedisAccess>;

  constructor(name: string, { plan, regions }: AwsRedisArgs, options: ComponentResourceOptions = {}) {
    super("redis:AwsRedis", name, options);
    const [primary, ...others] = regions;
    if (primary?.region.role !== "primary") throw new Error("the first region of the datastore is not the primary");
    const own = { parent: this };

    // ElastiCache takes 16 to 128 printable characters, of punctuation only ! & # $ ^ < > -.
    const drawn = new RandomPassword(
      this.named("token"),
      { length: 64, special: false, keepers: { generation: plan.settings.secretsGeneration } },
      own,
    );
    const token = secret(drawn.result);
    for (const row of regions) this.#secret(row, plan, token);

    const first = new AwsRedisRegion(this.named(primary.region.name), { plan, token, ...primary, globalDatastore: null }, own);
    const datastore =
      others.length === 0
        ? null
        : new GlobalReplicationGroup(
            this.named(`${primary.region.name}-global`),
            {
              region: primary.region.name,
              globalReplicationGroupIdSuffix: name,
              globalReplicationGroupDescription: `Cache and queues of ${plan.name}`,
              primaryReplicationGroupId: first.groupId,
            },
            // After a failover the provider reads another primary here, and would make the datastore anew.
            { ...own, protect: plan.tier.data === "protected", ignoreChanges: ["primaryReplicationGroupId"] },
          );
    const built = [
      { ...primary, group: first },
      ...others.map((row) => ({
        ...row,
        group: new AwsRedisRegion(
          this.named(row.region.name),
          { plan, token, ...row, globalDatastore: datastore?.globalReplicationGroupId ?? null },
          own,
        ),
      })),
    ];
    const writer = new AwsRedisWriterName(
      this.named("writer"),
      { plan, members: built.map(({ region, vpcId, group }) => ({ region, vpcId, endpoint: group.primaryEndpoint })) },
      own,
    ).name;

    const shared = { writer, port: redisPort, password: token, tls: true, trust: redisTrust() };
    this.#access = new Map(built.map(({ region, group }) => [region.name, { ...shared, reader: group.readerEndpoint }]));
    this.registerOutputs();
  }

  /** How a region's workloads reach it. Throws for a region that it was not built with. */
  access(region: string): RedisAccess {
    const found = this.#access.get(region);
    if (found === undefined) throw new Error(`no Redis was built in ${region}`);
    return found;
  }

  /** For people and their tools: the workloads get the token from the stack. */
  #secret({ region, keyArn }: AwsDataRegion, plan: EnvironmentPlan, token: Output<string>): void {
    const kept = new Secret(
      this.named(`${region.name}-secret`),
      {
        region: region.name,
        namePrefix: `${plan.name}-redis-${region.name}-`,
        description: "Redis, the token that clients authenticate with; drawn anew by the stack",
        kmsKeyId: keyArn,
        recoveryWindowInDays: plan.tier.data === "protected" ? 30 : 7,
      },
      { parent: this },
    );
    // oxlint-disable-next-line no-new -- a version belongs to its secret by being made
    new SecretVersion(this.named(`${region.name}-secret-version`), { region: region.name, secretId: kept.id, secretString: token }, { parent: this });
  }
}
