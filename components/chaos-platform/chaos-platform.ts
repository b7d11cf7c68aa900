// What faults in a region's cluster need: Litmus with its kinds, and rights on the region's workloads and nothing else.
import type { ComponentResourceOptions, CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { Role } from "@pulumi/kubernetes/rbac/v1/role.js";
import { RoleBinding } from "@pulumi/kubernetes/rbac/v1/roleBinding.js";
import { installChart } from "../charts/chart.ts";
import { smallResources } from "../charts/resources.ts";
import { Component } from "../component.ts";
import type { RegionGround } from "../contract.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { clusterNamespaces, makesClusterWide } from "../once-per-cluster.ts";
import { Reaper, reaperAccount } from "./reaper.ts";
import { homeRules, reaperLoadRules, reaperTargetRules, targetRules } from "./rights.ts";

/** The service account that a ChaosEngine names; it lives beside Litmus, as its engines, jobs and helper pods do. */
export const faultsAccount = "gameday-faults";

/** On the namespace of workloads that may be harmed; engines of this project ask for it before they begin. */
export const chaosAllowed = { "gameday/chaos": "allowed" } as const;

export interface ChaosPlatformArgs {
  readonly plan: EnvironmentPlan;
  /** `ready` holds the namespace of the workloads. */
  readonly ground: RegionGround;
}

/**
 * Litmus for one region, where the environment's tier allows faults.
 * @cost Two small pods, the operator and the reaper; helpers run only while a fault lasts.
 * @omits Faults of nodes: they would need rights on the whole cluster. Zones and regions are AWS's own fault injection's part. The operator's chart has no probes.
 * Helpers of network faults are privileged: they run in Litmus's namespace, so that the workloads' one can stay restricted.
 * @failureDomain The cluster: without the operator no new fault begins; one that goes on ends with its own duration.
 */
export class ChaosPlatform extends Component {
  /** Where ChaosEngines are made. */
  readonly namespace: string = clusterNamespaces.chaos;

  constructor(name: string, { plan, ground }: ChaosPlatformArgs, options: ComponentResourceOptions) {
    super("chaos-platform:ChaosPlatform", name, options);
    const inside: CustomResourceOptions = { parent: this, provider: ground.kubernetes, dependsOn: [...ground.ready] };
    const home = makesClusterWide(ground) ? this.#install(plan, ground) : [];
    const target = `${ground.region.name}-faults`;
    const role = new Role(this.named("target-role"), { metadata: { name: target, namespace: ground.namespace }, rules: targetRules }, inside);
    // oxlint-disable-next-line no-new -- a resource belongs to its component by being made
    new RoleBinding(
      this.named("target-binding"),
      {
        metadata: { name: target, namespace: ground.namespace },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: target },
        subjects: [{ kind: "ServiceAccount", name: faultsAccount, namespace: clusterNamespaces.chaos }],
      },
      { ...inside, dependsOn: [role, ...home] },
    );
    this.#letReap("reaper-target", ground.namespace, reaperTargetRules, inside);
    this.registerOutputs();
  }

  /** The reaper's rights in another namespace than its own; one for each region's workloads, one where load is made. */
  #letReap(name: string, namespace: string, rules: typeof reaperTargetRules, options: CustomResourceOptions): void {
    const metadata = { name: `${name === "reaper-load" ? "" : `${namespace}-`}${reaperAccount}`, namespace };
    const role = new Role(this.named(`${name}-role`), { metadata, rules }, options);
    // oxlint-disable-next-line no-new -- a resource belongs to its component by being made
    new RoleBinding(
      this.named(`${name}-binding`),
      {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: metadata.name },
        subjects: [{ kind: "ServiceAccount", name: reaperAccount, namespace: clusterNamespaces.chaos }],
      },
      { ...options, dependsOn: [role] },
    );
  }

  #install(plan: EnvironmentPlan, ground: RegionGround): readonly Resource[] {
    const place: CustomResourceOptions = { parent: this, provider: ground.kubernetes };
    const namespace = clusterNamespaces.chaos;
    const home = new Namespace(
      this.named("namespace"),
      { metadata: { name: namespace, labels: { "pod-security.kubernetes.io/enforce": "privileged" } } },
      { ...place, dependsOn: [...ground.ready] },
    );
    const after: CustomResourceOptions = { ...place, dependsOn: [home] };
    const account = new ServiceAccount(this.named("account"), { metadata: { name: faultsAccount, namespace } }, after);
    const role = new Role(this.named("role"), { metadata: { name: faultsAccount, namespace }, rules: homeRules }, after);
    const binding = new RoleBinding(
      this.named("binding"),
      {
        metadata: { name: faultsAccount, namespace },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: faultsAccount },
        subjects: [{ kind: "ServiceAccount", name: faultsAccount, namespace }],
      },
      { ...place, dependsOn: [account, role] },
    );
    const operator = installChart(
      this.named("litmus"),
      {
        chart: "litmus-core",
        release: "litmus",
        namespace,
        values: {
          fullnameOverride: "litmus",
          operatorMode: "namespaced",
          resources: smallResources,
          customLabels: { "app.kubernetes.io/part-of": "gameday-chaos" },
          policies: { monitoring: { disabled: true } },
          exporter: { enabled: true, resources: smallResources, serviceMonitor: { enabled: true } },
        },
      },
      after,
    );
    const { regions } = plan;
    const namespaces = ground.sharedCluster ? regions.map(({ name }) => name) : [ground.namespace];
    // oxlint-disable-next-line no-new -- a resource belongs to its component by being made
    new Reaper(this.named("reaper"), { plan, ground, namespaces, after: [home] }, { parent: this });
    this.#letReap("reaper-load", clusterNamespaces.load, reaperLoadRules, { ...place, dependsOn: [...ground.ready] });
    return [account, binding, operator];
  }
}
