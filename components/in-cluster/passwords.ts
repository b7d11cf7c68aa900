// Passwords of the data stores on a cluster: drawn once, kept in the stack's encrypted state.
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random/randomPassword.js";
import { Component } from "../component.ts";

/**
 * @cost Nothing.
 * @omits A rotation: Postgres would have to be told, too (docs/kubernetes.md has the commands).
 * @failureDomain The stack's state.
 */
export class DataPasswords extends Component {
  readonly superuser: Output<string>;
  readonly owner: Output<string>;
  readonly standby: Output<string>;
  readonly redis: Output<string>;

  constructor(name: string, options: ComponentResourceOptions = {}) {
    super("in-cluster:DataPasswords", name, options);
    const draw = (what: string): Output<string> => new RandomPassword(this.named(what), { length: 40, special: false }, { parent: this }).result;
    this.superuser = draw("postgres-superuser");
    this.owner = draw("postgres-owner");
    this.standby = draw("postgres-standby");
    this.redis = draw("redis");
    this.registerOutputs();
  }
}
