// Logs of one cluster: Elasticsearch and Kibana by their operator, and Fluent Bit on every node that ships to it.
import type { ComponentResourceOptions, CustomResourceOptions, Output, Resource } from "@pulumi/pulumi";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { RandomPassword } from "@pulumi/random/randomPassword.js";
import { installChart } from "../../charts/chart.ts";
import { customResource } from "../../charts/custom.ts";
import { resources, smallResources } from "../../charts/resources.ts";
import { claim } from "../../charts/values/pod.ts";
import { Component } from "../../component.ts";
import type { RegionGround } from "../../contract.ts";
import type { EnvironmentPlan } from "../../environment.ts";
import { outsideMesh } from "../../mesh/labels.ts";
import { clusterNamespaces } from "../../once-per-cluster.ts";
import { monitoringSizes } from "../sizes.ts";
import { accounts, elasticRoles, elasticsearchName, elasticVersion, type AccountName } from "./elastic.ts";
import { fluentBitValues } from "./fluent-bit.ts";

export interface LogStoreArgs {
  readonly plan: EnvironmentPlan;
  readonly ground: RegionGround;
}

/**
 * Logs of one cluster, searchable in Kibana.
 * @cost Storage of each Elasticsearch node (5 to 200 GiB, by environment) and 1 to 8 GiB of memory for each; a Fluent Bit on every node of the cluster.
 * @omits Snapshots: nobody restores logs. A policy that ends old logs: set a lifecycle for the data stream `logs-*` in Kibana; an alert of the stack tells when a disk fills.
 * Kibana is reached through `kubectl port-forward` alone.
 * @failureDomain The cluster. Of three nodes one may go; while Elasticsearch is away Fluent Bit tries again until the node rotates its log files.
 */
export class LogStore extends Component {
  /** Elasticsearch is asked for before whoever stores in it is. */
  readonly elasticsearch: Resource;

  constructor(name: string, { plan, ground }: LogStoreArgs, options: ComponentResourceOptions) {
    super("monitoring:LogStore", name, options);
    const inside: CustomResourceOptions = { parent: this, provider: ground.kubernetes };
    const namespace = clusterNamespaces.monitoring;
    const size = monitoringSizes[plan.name].elasticsearch;

    const operator = installChart(
      this.named("operator"),
      {
        chart: "eck-operator",
        release: "elastic-operator",
        namespace,
        values: {
          fullnameOverride: "elastic-operator",
          managedNamespaces: [namespace],
          resources: resources("100m", "256Mi", "500m", "1Gi"),
          podLabels: outsideMesh,
          telemetry: { disabled: true },
        },
      },
      { ...inside, dependsOn: [...ground.ready] },
    );
    const users = Object.values(accounts).map((account) => this.#user(account.name, inside));
    const roles = new Secret(
      this.named("roles"),
      { metadata: { name: "elasticsearch-roles", namespace }, stringData: { "roles.yml": elasticRoles } },
      inside,
    );
    const elasticsearch = customResource(
      this.named("elasticsearch"),
      "elasticsearch.k8s.elastic.co/v1/Elasticsearch",
      { name: elasticsearchName, namespace },
      {
        version: elasticVersion,
        volumeClaimDeletePolicy: plan.tier.data === "protected" ? "DeleteOnScaledownOnly" : "DeleteOnScaledownAndClusterDeletion",
        auth: { fileRealm: Object.values(accounts).map(({ secret }) => ({ secretName: secret })), roles: [{ secretName: "elasticsearch-roles" }] },
        nodeSets: [
          {
            name: "default",
            count: size.nodes,
            config: {
              "node.roles": ["master", "data", "ingest"],
              // Without memory-mapped files no node's kernel has to be changed by a privileged container.
              "node.store.allow_mmap": false,
            },
            // Its certificates are its own: the operator, which is outside of the mesh as well, must reach it.
            podTemplate: { metadata: { labels: outsideMesh }, spec: { containers: [{ name: "elasticsearch", resources: size.resources }] } },
            volumeClaimTemplates: [{ metadata: { name: "elasticsearch-data" }, spec: claim(size.gibibytes, ground.storageClass) }],
          },
        ],
      },
      { ...inside, dependsOn: [operator, roles, ...users] },
    );
    customResource(
      this.named("kibana"),
      "kibana.k8s.elastic.co/v1/Kibana",
      { name: elasticsearchName, namespace },
      {
        version: elasticVersion,
        count: 1,
        elasticsearchRef: { name: elasticsearchName },
        podTemplate: {
          metadata: { labels: outsideMesh },
          spec: { containers: [{ name: "kibana", resources: resources("100m", "1Gi", "1", "2Gi") }] },
        },
      },
      { ...inside, dependsOn: [elasticsearch] },
    );
    installChart(
      this.named("shipping"),
      { chart: "fluent-bit", release: "fluent-bit", namespace, values: fluentBitValues(plan.name, ground.region.name, smallResources) },
      { ...inside, dependsOn: [elasticsearch] },
    );
    this.elasticsearch = elasticsearch;
    this.registerOutputs();
  }

  /** A user of Elasticsearch with the rights of one role, in the form that the operator reads. */
  #user(account: AccountName, inside: CustomResourceOptions): Secret {
    const password: Output<string> = new RandomPassword(this.named(`${account}-password`), { length: 32, special: false }, { parent: this }).result;
    return new Secret(
      this.named(account),
      {
        metadata: { name: accounts[account].secret, namespace: clusterNamespaces.monitoring },
        type: "kubernetes.io/basic-auth",
        stringData: { username: account, password, roles: accounts[account].role },
      },
      inside,
    );
  }
}
