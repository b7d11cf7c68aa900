// Google: who acts in one region: its nodes, and its workloads.
import { interpolate, type ComponentResourceOptions, type Input } from "@pulumi/pulumi";
import { IAMMember as ProjectMember } from "@pulumi/gcp/projects/iammember.js";
import { Account } from "@pulumi/gcp/serviceaccount/account.js";
import { IAMMember } from "@pulumi/gcp/serviceaccount/iammember.js";
import { Component } from "../component.ts";
import type { RegionPlan } from "../environment.ts";

export interface GoogleIdentityArgs {
  readonly environment: string;
  readonly region: RegionPlan;
  readonly project: string;
  /** Kubernetes namespace of the workloads. */
  readonly namespace: string;
}

/** What a node needs to report on itself and to pull images. Source: GKE's documentation of the role container.defaultNodeServiceAccount. */
const nodeRoles = ["roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader"] as const;
/** Workloads write traces and metrics; whatever else they use (Postgres, Redis) asks for a password, not for an identity. */
const workloadRoles = ["roles/monitoring.metricWriter", "roles/cloudtrace.agent"] as const;

/**
 * A service account for the region's nodes and one for its workloads, which they get by Workload Identity: no key file exists.
 *
 * @cost Nothing.
 * @omits People: they come with their own accounts, and roles are given to their groups outside of this.
 * @failureDomain Global service, accounts of one region each. Tokens that are out stay good for an hour when it fails.
 */
export class GoogleIdentity extends Component {
  readonly nodes: Account;
  readonly workloads: Account;
  readonly #namespace: string;
  readonly #project: string;
  readonly #bound = new Set<string>();

  constructor(name: string, { environment, region, project, namespace }: GoogleIdentityArgs, options: ComponentResourceOptions) {
    super("identity:GoogleIdentity", name, options);
    this.#namespace = namespace;
    this.#project = project;
    // Google takes 30 characters at most.
    this.nodes = new Account(
      this.named("nodes"),
      { accountId: `${environment}-${region.name}-nodes`, displayName: `Nodes of ${environment} in ${region.name}` },
      { parent: this },
    );
    this.workloads = new Account(
      this.named("workloads"),
      { accountId: `${environment}-${region.name}-apps`, displayName: `Workloads of ${environment} in ${region.name}` },
      { parent: this },
    );
    this.#give("nodes", this.nodes, nodeRoles);
    this.#give("workloads", this.workloads, workloadRoles);
    this.registerOutputs();
  }

  /** Annotations of a Kubernetes service account of the workloads, which may act as the region's account from now on. */
  annotations(serviceAccount: string): Readonly<Record<string, Input<string>>> {
    if (!this.#bound.has(serviceAccount)) {
      this.#bound.add(serviceAccount);
      new IAMMember(
        this.named(`as-${serviceAccount}`),
        {
          serviceAccountId: this.workloads.name,
          role: "roles/iam.workloadIdentityUser",
          member: `serviceAccount:${this.#project}.svc.id.goog[${this.#namespace}/${serviceAccount}]`,
        },
        { parent: this },
      );
    }
    return { "iam.gke.io/gcp-service-account": this.workloads.email };
  }

  #give(suffix: string, account: Account, roles: readonly string[]): void {
    for (const role of roles)
      new ProjectMember(
        this.named(
          `${suffix}-${role
            .slice(role.lastIndexOf("/") + 1)
            .replace(".", "-")
            .toLowerCase()}`,
        ),
        { project: this.#project, role, member: interpolate`serviceAccount:${account.email}` },
        { parent: this },
      );
  }
}
