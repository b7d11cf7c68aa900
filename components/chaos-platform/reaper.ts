// The reaper of a cluster: a small program that heals what a game day left when its controller is gone.
import type { ComponentResourceOptions, CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { Deployment } from "@pulumi/kubernetes/apps/v1/deployment.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { Role } from "@pulumi/kubernetes/rbac/v1/role.js";
import { RoleBinding } from "@pulumi/kubernetes/rbac/v1/roleBinding.js";
import { smallResources } from "../charts/resources.ts";
import { restrictedPod } from "../charts/values/pod.ts";
import { Component } from "../component.ts";
import type { RegionGround } from "../contract.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { clusterNamespaces } from "../once-per-cluster.ts";
import { container, imageOf } from "../workloads/pod.ts";
import { reaperHomeRules } from "./rights.ts";

export const reaperAccount = "gameday-reaper";

export interface ReaperArgs {
  readonly plan: EnvironmentPlan;
  readonly ground: RegionGround;
  /** Of the workloads of every region on this cluster. */
  readonly namespaces: readonly string[];
  /** The namespace that it stands in. */
  readonly after: readonly Resource[];
}

const labels = { "app.kubernetes.io/name": reaperAccount, "app.kubernetes.io/part-of": "gameday-chaos" };
/** The user `node` of the image. */
const user = 1000;
/** Its event loop writes this file; one that has stood still for so long is started anew. */
const aliveFile = "/tmp/alive";
const stillMilliseconds = 60_000;
const probe = `process.exit(Date.now() - require("node:fs").statSync("${aliveFile}").mtimeMs < ${stillMilliseconds} ? 0 : 1)`;

/**
 * One pod that watches the Leases of runs, and stops engines, releases workloads and ends load of a run whose Lease has lapsed.
 * @cost One very small pod.
 * @omits Faults of a cloud's own injection service: those end with their own duration and stop conditions.
 * @failureDomain The cluster's control plane. Without the reaper the guardian beside the controller still heals; without both a person does: gameday heal.
 */
export class Reaper extends Component {
  constructor(name: string, { plan, ground, namespaces, after }: ReaperArgs, options: ComponentResourceOptions) {
    super("chaos-platform:Reaper", name, options);
    const namespace = clusterNamespaces.chaos;
    const place: CustomResourceOptions = { parent: this, provider: ground.kubernetes, dependsOn: [...after] };
    const metadata = { name: reaperAccount, namespace };
    const account = new ServiceAccount(this.named("account"), { metadata }, place);
    const role = new Role(this.named("role"), { metadata, rules: reaperHomeRules }, place);
    const binding = new RoleBinding(
      this.named("binding"),
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: reaperAccount },
        subjects: [{ kind: "ServiceAccount", name: reaperAccount, namespace }],
      },
      { ...place, dependsOn: [account, role] },
    );
    // oxlint-disable-next-line no-new -- a resource belongs to its component by being made
    new Deployment(
      this.named("deployment"),
      {
        metadata: { ...metadata, labels },
        spec: {
          // Never two at a time: each would wait for what the other does.
          replicas: 1,
          strategy: { type: "Recreate" },
          revisionHistoryLimit: 5,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              serviceAccountName: reaperAccount,
              enableServiceLinks: false,
              securityContext: restrictedPod(user),
              terminationGracePeriodSeconds: 15,
              containers: [
                {
                  name: "reaper",
                  image: imageOf(plan.settings),
                  args: ["workloads/reaper.js"],
                  env: [
                    { name: "GAMEDAY_CHAOS_NAMESPACE", value: namespace },
                    { name: "GAMEDAY_LOAD_NAMESPACE", value: clusterNamespaces.load },
                    { name: "GAMEDAY_NAMESPACES", value: namespaces.join(",") },
                    { name: "GAMEDAY_ALIVE_FILE", value: aliveFile },
                  ],
                  resources: smallResources,
                  securityContext: container,
                  startupProbe: { exec: { command: ["node", "-e", probe] }, periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 30 },
                  readinessProbe: { exec: { command: ["node", "-e", probe] }, periodSeconds: 20, timeoutSeconds: 5 },
                  livenessProbe: { exec: { command: ["node", "-e", probe] }, periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3 },
                  volumeMounts: [{ name: "tmp", mountPath: "/tmp", readOnly: false }],
                },
              ],
              volumes: [{ name: "tmp", emptyDir: { sizeLimit: "16Mi" } }],
            },
          },
        },
      },
      { ...place, dependsOn: [account, binding] },
    );
    this.registerOutputs();
  }
}
