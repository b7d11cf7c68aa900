// Google: the database and the account that workloads use, made once on the primary.
import { secret, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { Database } from "@pulumi/gcp/sql/database.js";
import type { DatabaseInstance } from "@pulumi/gcp/sql/databaseInstance.js";
import { User } from "@pulumi/gcp/sql/user.js";
import { RandomPassword } from "@pulumi/random/randomPassword.js";
import { Component } from "../component.ts";

export interface GooglePostgresAccountArgs {
  readonly primary: DatabaseInstance;
  /** Another value, another password. */
  readonly secretsGeneration: string;
  /** True: no program deletes the database. */
  readonly protect: boolean;
}

/**
 * The workloads' database and account; replicas have both as they have all else.
 *
 * @cost Nothing beside the instance.
 * @omits An account a service: all of them share this one, as they share the tables.
 * @failureDomain The primary's region, for changes to the account; what is there works on every replica.
 */
export class GooglePostgresAccount extends Component {
  readonly database: string = "gameday";
  readonly user: string = "gameday";
  /** A secret. */
  readonly password: Output<string>;

  constructor(name: string, { primary, secretsGeneration, protect }: GooglePostgresAccountArgs, options: ComponentResourceOptions) {
    super("postgres:GooglePostgresAccount", name, options);
    const drawn = new RandomPassword(
      this.named("password"),
      { length: 40, special: false, keepers: { generation: secretsGeneration } },
      { parent: this },
    );
    this.password = secret(drawn.result);
    new Database(
      this.named("database"),
      // Going with its instance, a database needs no deletion of its own, which open connections would refuse.
      { name: this.database, instance: primary.name, deletionPolicy: "ABANDON" },
      { parent: this, protect },
    );
    new User(this.named("user"), { name: this.user, instance: primary.name, password: this.password, deletionPolicy: "ABANDON" }, { parent: this });
    this.registerOutputs();
  }
}
