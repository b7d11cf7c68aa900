// The data stores of one region on a cluster, in a namespace of their own that only the workloads may call.
import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy.js";
import { Component } from "../component.ts";
import type { PostgresAccess, RedisAccess } from "../contract.ts";
import { insideMesh } from "../mesh/labels.ts";
import { clusterNamespaces } from "../once-per-cluster.ts";
import { restricted } from "../platform/namespace.ts";
import { partOf } from "../workloads/labels.ts";
import { fromNamespace, refuseAll, tcp } from "../workloads/network-policies.ts";
import { ClusterPostgres, type ClusterDataArgs } from "./cluster-postgres.ts";
import { ClusterRedis } from "./cluster-redis.ts";
import { postgresPort, redisName, redisPort, sentinelPort, type DataPlace } from "./places.ts";
import { database, owner } from "./scripts.ts";

export interface RegionDataArgs extends Omit<ClusterDataArgs, "regions"> {
  /** Of all regions, primary first. */
  readonly places: readonly DataPlace[];
}

/**
 * Postgres and Redis of one region.
 * @cost Two disks, 11 GiB together.
 * @omits Backups: what a cluster on one machine holds is made to be lost.
 * @failureDomain The cluster.
 */
export class RegionData extends Component {
  /** Ready when both answer. */
  readonly ready: readonly Resource[];
  readonly postgres: PostgresAccess;
  readonly redis: RedisAccess;

  constructor(name: string, args: RegionDataArgs, options: ComponentResourceOptions = {}) {
    super("in-cluster:RegionData", name, options);
    const { place, places, kubernetes, passwords } = args;
    const own = { parent: this, provider: kubernetes };
    const labels = { "app.kubernetes.io/part-of": partOf, "gameday/region": place.region.name };
    const namespace = new Namespace(
      this.named("namespace"),
      { metadata: { name: place.namespace, labels: { ...labels, ...restricted, ...insideMesh } } },
      { ...own, dependsOn: [...args.after] },
    );
    const inside = { ...own, dependsOn: [namespace] };
    const data = places.map(({ namespace: other }) => fromNamespace(other));
    const callers = [...places.map(({ region }) => fromNamespace(region.name)), ...data, fromNamespace(clusterNamespaces.monitoring)];
    const policy = (app: string, from: typeof callers, ports: readonly number[]): NetworkPolicy =>
      new NetworkPolicy(
        this.named(`${app}-network`),
        {
          metadata: { name: app, namespace: place.namespace, labels },
          spec: {
            podSelector: { matchLabels: { "app.kubernetes.io/name": app } },
            policyTypes: ["Ingress", "Egress"],
            ingress: [{ from, ports: tcp(...ports) }],
            egress: [{ to: data, ports: tcp(...ports) }],
          },
        },
        inside,
      );
    const policies = [
      new NetworkPolicy(this.named("refuse-all"), { metadata: { name: "refuse-all", namespace: place.namespace, labels }, spec: refuseAll }, inside),
      policy("postgres", callers, [postgresPort]),
      policy("redis", [...callers, fromNamespace(clusterNamespaces.scaling)], [redisPort, sentinelPort]),
    ];
    const store = { ...args, regions: places.length, after: [...args.after, namespace, ...policies] };
    const postgres = new ClusterPostgres(this.named("postgres"), store, { parent: this });
    const redis = new ClusterRedis(this.named("redis"), store, { parent: this });
    this.ready = [postgres.set, redis.set];
    this.postgres = {
      writer: `postgres-writer.${place.namespace}.svc.cluster.local`,
      reader: place.postgres,
      port: postgresPort,
      database,
      user: owner,
      password: passwords.owner,
      tls: false,
    };
    this.redis = {
      writer: args.primary.redis,
      reader: place.redis,
      port: redisPort,
      password: passwords.redis,
      tls: false,
      sentinels: { name: redisName, addresses: places.map(({ redis: host }) => ({ host, port: sentinelPort })) },
    };
    this.registerOutputs();
  }
}
