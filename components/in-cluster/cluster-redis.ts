// Redis of one region on a cluster: one primary and a replica in every other region, and a Sentinel beside each.
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import type { StatefulSet } from "@pulumi/kubernetes/apps/v1/statefulSet.js";
import { resources, smallResources } from "../charts/resources.ts";
import { Component } from "../component.ts";
import { labelsOf } from "../workloads/labels.ts";
import { container } from "../workloads/pod.ts";
import type { ClusterDataArgs } from "./cluster-postgres.ts";
import { images } from "./images.ts";
import { redisPort, sentinelPort } from "./places.ts";
import { prepareRedis, redisConf, secretsFolder, sentinelConf } from "./scripts.ts";
import { statefulOf } from "./stateful.ts";

/**
 * One Redis and one Sentinel.
 * @cost A disk of 1 GiB; 0.12 cores and 192 MiB.
 * @omits TLS of its own: the mesh encrypts between pods. What is in memory: a consultation is in Postgres, and the outbox publishes again what a stream lost.
 * @failureDomain A node. With the primary's region the Sentinels of the others choose another primary, within seconds.
 */
export class ClusterRedis extends Component {
  readonly set: StatefulSet;

  constructor(name: string, args: ClusterDataArgs, options: ComponentResourceOptions = {}) {
    super("in-cluster:ClusterRedis", name, options);
    const { place, primary, regions, kubernetes, passwords } = args;
    const child = { parent: this, provider: kubernetes, dependsOn: [...args.after] };
    const metadata = { name: "redis", namespace: place.namespace, labels: labelsOf("redis", "redis") };
    const files = {
      "redis.conf": redisConf(regions > 1 ? 1 : 0),
      "sentinel.conf": sentinelConf,
      "prepare.sh": prepareRedis(Math.floor(regions / 2) + 1),
    };
    const configMap = new ConfigMap(this.named("configuration"), { metadata, data: files }, child);
    const secret = new Secret(this.named("passwords"), { metadata, type: "Opaque", stringData: { redis: passwords.redis } }, child);
    const { image, user } = images.redis;
    const env = [
      { name: "OWN_HOST", value: place.redis },
      { name: "PRIMARY_HOST", value: primary.redis },
    ];
    const volumeMounts = [
      { name: "data", mountPath: "/data" },
      { name: "configuration", mountPath: "/etc/proving-ground-redis", readOnly: true },
      { name: "passwords", mountPath: secretsFolder, readOnly: true },
    ];
    const ask = (port: number) => ({
      exec: { command: ["sh", "-c", `REDISCLI_AUTH="$(cat ${secretsFolder}/redis)" redis-cli -p ${port} ping | grep -q PONG`] },
    });
    const listens = (port: string) => ({ tcpSocket: { port } });
    this.set = statefulOf(
      (suffix) => this.named(suffix),
      {
        app: "redis",
        namespace: place.namespace,
        user,
        gibibytes: 1,
        storageClass: args.storageClass,
        ports: { redis: redisPort, sentinel: sentinelPort },
        initContainers: [
          {
            name: "prepare",
            image,
            command: ["sh", "/etc/proving-ground-redis/prepare.sh"],
            env,
            volumeMounts,
            resources: smallResources,
            securityContext: container,
          },
        ],
        containers: [
          {
            name: "redis",
            image,
            command: ["redis-server", "/data/redis.conf"],
            ports: [{ name: "redis", containerPort: redisPort }],
            resources: resources("100m", "192Mi", "500m", "256Mi"),
            securityContext: container,
            startupProbe: { ...listens("redis"), periodSeconds: 1, failureThreshold: 60 },
            readinessProbe: { ...ask(redisPort), periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
            livenessProbe: { ...listens("redis"), periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 4 },
            volumeMounts,
          },
          {
            name: "sentinel",
            image,
            command: ["redis-server", "/data/sentinel.conf", "--sentinel"],
            ports: [{ name: "sentinel", containerPort: sentinelPort }],
            resources: smallResources,
            securityContext: container,
            startupProbe: { ...listens("sentinel"), periodSeconds: 1, failureThreshold: 60 },
            readinessProbe: { ...listens("sentinel"), periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
            livenessProbe: { ...listens("sentinel"), periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 4 },
            volumeMounts,
          },
        ],
        volumes: [
          { name: "configuration", configMap: { name: "redis" } },
          { name: "passwords", secret: { secretName: "redis", defaultMode: 0o440 } },
        ],
        checksum: createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 32),
      },
      { parent: this, provider: kubernetes, dependsOn: [...args.after, configMap, secret], protect: args.protect },
    );
    this.registerOutputs();
  }
}
