// Google: the four kinds of people at an environment, as accounts that they act as.
import { interpolate, type ComponentResourceOptions } from "@pulumi/pulumi";
import { IAMMember } from "@pulumi/gcp/projects/iammember.js";
import { Account } from "@pulumi/gcp/serviceaccount/account.js";
import { Component } from "../component.ts";
import { accessRoles, accessTable, type AccessRole } from "./access-table.ts";

export interface GoogleAccessRolesArgs {
  readonly environment: string;
  readonly project: string;
}

/**
 * An account a role. Whoever may act as it (`roles/iam.serviceAccountTokenCreator`) has the role on every cluster, and nothing else in the project.
 *
 * @cost Nothing.
 * @omits Who may: people and their groups are named outside of the environment, which comes and goes.
 * @failureDomain Global. Tokens that are out stay good for an hour when it fails.
 */
export class GoogleAccessRoles extends Component {
  readonly #project: string;
  readonly #environment: string;

  constructor(name: string, { environment, project }: GoogleAccessRolesArgs, options: ComponentResourceOptions) {
    super("identity:GoogleAccessRoles", name, options);
    this.#environment = environment;
    this.#project = project;
    for (const role of accessRoles) {
      const account = new Account(
        this.named(role),
        { accountId: this.#id(role), displayName: `${environment}: ${role}`, description: accessTable[role].purpose },
        { parent: this },
      );
      // The way to the clusters' API, and a look at what is there without its secrets, which all four have; the rest is the cluster's to say.
      new IAMMember(
        this.named(`${role}-viewer`),
        { project, role: "roles/container.viewer", member: interpolate`serviceAccount:${account.email}` },
        { parent: this },
      );
    }
    this.registerOutputs();
  }

  /** As a cluster knows whoever acts in the role. */
  user(role: AccessRole): string {
    return `${this.#id(role)}@${this.#project}.iam.gserviceaccount.com`;
  }

  #id(role: AccessRole): string {
    return `${this.#environment}-${role}`;
  }
}
