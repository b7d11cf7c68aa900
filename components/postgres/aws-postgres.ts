// Postgres on AWS: one Aurora global database, a cluster in every region, one name that follows the writer.
import { secret, type ComponentResourceOptions } from "@pulumi/pulumi";
import { GlobalCluster } from "@pulumi/aws/rds/globalCluster.js";
import { RandomPassword } from "@pulumi/random/randomPassword.js";
import { postgresTrust } from "../data/aws-authorities.ts";
import type { AwsDataRegion } from "../data/aws-data-region.ts";
import { Component } from "../component.ts";
import type { PostgresAccess } from "../contract.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { databaseName, engine, postgresPort, userName } from "./aws-engine.ts";
import { AwsPostgresRegion } from "./aws-postgres-region.ts";

export interface AwsPostgresArgs {
  readonly plan: EnvironmentPlan;
  /** Primary first. */
  readonly regions: readonly AwsDataRegion[];
}

/**
 * @cost The sum of its regions; the global database itself costs what is written: each change once for every other region.
 * @omits A password that Aurora rotates by itself: AWS offers none for members of a global database, so the stack draws it anew when the setting `secretsGeneration` changes.
 * @failureDomain Each region fails alone; writing fails with the primary until another one is made primary (docs/failover/aws.md), and then may have lost up to a second.
 */
export class AwsPostgres extends Component {
  readonly #access: ReadonlyMap<string, PostgresAccess>;

  constructor(name: string, { plan, regions }: AwsPostgresArgs, options: ComponentResourceOptions = {}) {
    super("postgres:AwsPostgres", name, options);
    const [primary, ...others] = regions;
    if (primary?.region.role !== "primary") throw new Error("the first region of the database is not the primary");
    const own = { parent: this };

    // No punctuation: it goes into URLs, and Aurora refuses / " @ and blanks.
    const drawn = new RandomPassword(
      this.named("password"),
      { length: 40, special: false, keepers: { generation: plan.settings.secretsGeneration } },
      own,
    );
    const password = secret(drawn.result);
    const kept = plan.tier.data === "protected";
    const database = new GlobalCluster(
      this.named(`${primary.region.name}-global`),
      {
        region: primary.region.name,
        globalClusterIdentifier: name,
        ...engine,
        databaseName,
        storageEncrypted: true,
        deletionProtection: kept,
      },
      { ...own, protect: kept },
    );
    const common = { plan, globalCluster: database.id, password };
    const first = new AwsPostgresRegion(this.named(primary.region.name), { ...common, ...primary, after: [] }, own);
    const built = [
      { region: primary.region, reader: first.reader },
      ...others.map((row) => ({
        region: row.region,
        reader: new AwsPostgresRegion(this.named(row.region.name), { ...common, ...row, after: first.instances }, own).reader,
      })),
    ];

    const shared = {
      writer: database.endpoint,
      port: postgresPort,
      database: databaseName,
      user: userName,
      password,
      tls: true,
      trust: postgresTrust(),
    };
    this.#access = new Map(built.map(({ region, reader }) => [region.name, { ...shared, reader }]));
    this.registerOutputs();
  }

  /** How a region's workloads reach it. Throws for a region that it was not built with. */
  access(region: string): PostgresAccess {
    const found = this.#access.get(region);
    if (found === undefined) throw new Error(`no database was built in ${region}`);
    return found;
  }
}
