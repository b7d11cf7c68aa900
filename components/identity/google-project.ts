// Google: what an environment needs of its project: enabled services, and the accounts under which they act.
import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { Service } from "@pulumi/gcp/projects/service.js";
import { ServiceIdentity } from "@pulumi/gcp/projects/serviceIdentity.js";
import { Component } from "../component.ts";

export interface GoogleProjectArgs {
  readonly project: string;
}

const services = [
  "artifactregistry",
  "billingbudgets",
  "certificatemanager",
  "cloudkms",
  "cloudquotas",
  "cloudresourcemanager",
  "compute",
  "container",
  "containerscanning",
  "dns",
  "gkebackup",
  "iam",
  "iamcredentials",
  "logging",
  "monitoring",
  "pubsub",
  "redis",
  "secretmanager",
  "servicenetworking",
  "sqladmin",
  "sts",
] as const;

/** Services that use our keys, each under an account of its own, with the domain of that account. */
const agents = {
  artifactregistry: "gcp-sa-artifactregistry",
  container: "container-engine-robot",
  gkebackup: "gcp-sa-gkebackup",
  redis: "cloud-redis",
  secretmanager: "gcp-sa-secretmanager",
  sqladmin: "gcp-sa-cloud-sql",
} as const;
export type GoogleAgent = keyof typeof agents | "compute";

/**
 * The project's services, switched on, and their accounts.
 *
 * @cost Nothing.
 * @omits The project itself, its billing and its organisation's policies: they are there before. A service stays on when the environment goes.
 * @failureDomain Global. Once on, a service needs nothing of this.
 */
export class GoogleProject extends Component {
  /** As bills know the project. */
  readonly number: Output<string>;
  readonly #emails: Readonly<Record<GoogleAgent, Output<string>>>;

  constructor(name: string, { project }: GoogleProjectArgs, options: ComponentResourceOptions) {
    super("identity:GoogleProject", name, options);
    const enabled = services.map(
      (service) =>
        new Service(
          this.named(service),
          // Somebody else may use it too, and what it holds would go with it.
          { project, service: `${service}.googleapis.com`, disableOnDestroy: false },
          { parent: this },
        ),
    );
    const identity = (service: keyof typeof agents): Output<string> =>
      new ServiceIdentity(this.named(`${service}-agent`), { project, service: `${service}.googleapis.com` }, { parent: this, dependsOn: enabled })
        .email;
    const sqladmin = identity("sqladmin");
    this.number = sqladmin.apply(projectNumber);
    this.#emails = {
      artifactregistry: identity("artifactregistry"),
      container: identity("container"),
      gkebackup: identity("gkebackup"),
      redis: identity("redis"),
      secretmanager: identity("secretmanager"),
      sqladmin,
      // Compute's account comes with the service and cannot be asked for; it differs from the others by its domain alone.
      compute: this.number.apply((number) => `service-${number}@compute-system.iam.gserviceaccount.com`),
    };
    this.registerOutputs();
  }

  /** As IAM writes it: "serviceAccount:service-123@…". */
  member(agent: GoogleAgent): Output<string> {
    return output(this.#emails[agent]).apply((email) => `serviceAccount:${email}`);
  }
}

/** The number stands in every agent's address, so that it need not be looked up. */
const projectNumber = (email: string): string => /^service-(\d+)@/.exec(email)?.[1] ?? "";
