// What load from inside a region's cluster needs: the k6 operator, a namespace with a quota, and rights to start a test there.
import type { ComponentResourceOptions, CustomResourceOptions } from "@pulumi/pulumi";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { ResourceQuota } from "@pulumi/kubernetes/core/v1/resourceQuota.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { Role } from "@pulumi/kubernetes/rbac/v1/role.js";
import { RoleBinding } from "@pulumi/kubernetes/rbac/v1/roleBinding.js";
import { installChart } from "../charts/chart.ts";
import { smallResources } from "../charts/resources.ts";
import { restrictedContainer, restrictedPod } from "../charts/values/pod.ts";
import { clusterLoad } from "../../model/protocol/load.ts";
import { Component } from "../component.ts";
import type { RegionGround } from "../contract.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { loadAccess } from "../mesh/access.ts";
import { insideMesh } from "../mesh/labels.ts";
import { allowAccess } from "../mesh/policies.ts";
import { prometheusPlace, remoteWriteUrl } from "../monitoring/stack/stack-values.ts";
import { clusterNamespaces, makesClusterWide } from "../once-per-cluster.ts";
import { loadQuota } from "./load-quota.ts";

/** Starts tests in the namespace of load. */
const loadAccount = "gameday-load";

export interface LoadPlatformArgs {
  readonly plan: EnvironmentPlan;
  /** `ready` holds the mesh, and Prometheus, which brings the kinds that its samples are asked with. */
  readonly ground: RegionGround;
}

/**
 * k6 on one region's cluster; on a shared cluster once, with the primary.
 * @cost One small pod; generators run only while a test lasts, on nodes of their own where the cloud has a pool for them.
 * @omits The tests themselves: a TestRun is made from loadtests/ when a game day begins.
 * @failureDomain The cluster: a region that loads itself goes with itself, so a test that must outlive a region starts elsewhere.
 */
export class LoadPlatform extends Component {
  constructor(name: string, { plan, ground }: LoadPlatformArgs, options: ComponentResourceOptions) {
    super("load-platform:LoadPlatform", name, options);
    if (makesClusterWide(ground)) this.#install(plan, ground);
    this.registerOutputs();
  }

  #install(plan: EnvironmentPlan, ground: RegionGround): void {
    const place: CustomResourceOptions = { parent: this, provider: ground.kubernetes };
    const namespace = clusterNamespaces.load;
    const home = new Namespace(
      this.named("namespace"),
      { metadata: { name: namespace, labels: { ...insideMesh, "pod-security.kubernetes.io/enforce": "baseline" } } },
      { ...place, dependsOn: [...ground.ready] },
    );
    const after: CustomResourceOptions = { ...place, dependsOn: [home] };
    allowAccess((suffix) => this.named(suffix), loadAccess, after);
    const quota = new ResourceQuota(this.named("quota"), { metadata: { name: "load", namespace }, spec: { hard: loadQuota(plan) } }, after);
    installChart(
      this.named("operator"),
      {
        chart: "k6-operator",
        release: "k6-operator",
        namespace,
        values: {
          fullnameOverride: "k6-operator",
          installCRDs: true,
          rbac: { namespaced: true },
          namespace: { create: false },
          tolerations: [],
          metrics: { serviceMonitor: { enabled: true } },
          manager: {
            replicas: 1,
            logging: { development: false },
            resources: smallResources,
            containerSecurityContext: restrictedContainer,
            podSecurityContext: restrictedPod(65_532),
          },
        },
      },
      { ...place, dependsOn: [quota] },
    );
    // oxlint-disable-next-line no-new -- a resource belongs to its component by being made
    new ConfigMap(
      this.named("generator-environment"),
      {
        metadata: { name: clusterLoad.environment, namespace },
        data: {
          K6_OUT: "experimental-prometheus-rw",
          K6_PROMETHEUS_RW_SERVER_URL: remoteWriteUrl,
          // Whole distributions instead of a few quantiles: only these can be added up over generators.
          K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM: "true",
        },
      },
      after,
    );
    const account = new ServiceAccount(this.named("account"), { metadata: { name: loadAccount, namespace } }, after);
    const role = new Role(
      this.named("role"),
      {
        metadata: { name: loadAccount, namespace },
        rules: [
          { apiGroups: ["k6.io"], resources: ["testruns"], verbs: ["create", "delete", "get", "list", "watch"] },
          { apiGroups: [""], resources: ["configmaps", "secrets"], verbs: ["create", "delete", "list", "patch"] },
          { apiGroups: [""], resources: ["pods"], verbs: ["delete", "get", "list", "watch"] },
          { apiGroups: [""], resources: ["pods/log"], verbs: ["get"] },
          { apiGroups: [""], resources: ["services"], verbs: ["list"] },
          { apiGroups: ["batch"], resources: ["jobs"], verbs: ["delete", "list"] },
        ],
      },
      after,
    );
    // The API server's proxy is the way to the figures: to this service alone.
    const reader = new Role(
      this.named("figures-role"),
      {
        metadata: { name: "gameday-load-figures", namespace: prometheusPlace.namespace },
        rules: [
          {
            apiGroups: [""],
            resources: ["services/proxy"],
            resourceNames: [`${prometheusPlace.service}:${prometheusPlace.port}`],
            verbs: ["get"],
          },
        ],
      },
      after,
    );
    for (const [suffix, bound] of [
      ["binding", role],
      ["figures-binding", reader],
    ] as const)
      // oxlint-disable-next-line no-new -- a resource belongs to its component by being made
      new RoleBinding(
        this.named(suffix),
        {
          metadata: { name: bound.metadata.name, namespace: bound.metadata.namespace },
          roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: bound.metadata.name },
          subjects: [{ kind: "ServiceAccount", name: loadAccount, namespace }],
        },
        { ...place, dependsOn: [account, bound] },
      );
  }
}
