// Scales the worker by how many follow-ups wait: KEDA asks Redis for the lag of the consumer group.
import { all, output, type CustomResourceOptions } from "@pulumi/pulumi";
import { customResource } from "../charts/custom.ts";
import type { RedisAccess } from "../contract.ts";
import { secretKeys } from "./configuration.ts";
import type { SecretHandle } from "./region-secrets.ts";
import type { WorkloadRow } from "./workload-plan.ts";

export interface QueueScalingArgs {
  readonly row: WorkloadRow;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  readonly redis: RedisAccess;
  readonly secret: SecretHandle;
}

/** As workloads/platform/redis/follow-up-stream.ts names them. */
const stream = "follow-ups";
const consumerGroup = "workers";

/** Follow-ups that wait for one worker; it takes a hundred at a time. */
const lagOfOne = 100;

/** A ScaledObject, and what it signs in with where Redis asks for a password. */
export function scaleByQueue(name: string, { row, metadata, redis, secret }: QueueScalingArgs, options: CustomResourceOptions): void {
  const sentinels = redis.sentinels;
  const address = sentinels === undefined ? output(redis.writer).apply((host) => `${host}:${redis.port}`) : join(sentinels.addresses);
  const signIn =
    redis.password === null
      ? undefined
      : customResource(
          `${name}-sign-in`,
          "keda.sh/v1alpha1/TriggerAuthentication",
          metadata,
          {
            secretTargetRef: [
              { parameter: "password", name: secret.secretName, key: secretKeys.redisPassword },
              ...(redis.trust === undefined ? [] : [{ parameter: "ca", name: secret.secretName, key: secretKeys.redisAuthority }]),
            ],
          },
          { ...options, dependsOn: [secret.resource] },
        );
  customResource(
    name,
    "keda.sh/v1alpha1/ScaledObject",
    metadata,
    {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: row.name },
      minReplicaCount: row.min,
      maxReplicaCount: row.max,
      pollingInterval: 10,
      cooldownPeriod: 300,
      // While Redis cannot be asked there are as many as are needed for sure.
      fallback: { failureThreshold: 3, replicas: row.min },
      triggers: [
        {
          type: sentinels === undefined ? "redis-streams" : "redis-sentinel-streams",
          metadata: {
            ...(sentinels === undefined ? { address } : { addresses: address, sentinelMaster: sentinels.name }),
            stream,
            consumerGroup,
            lagCount: `${lagOfOne}`,
            ...(redis.tls ? { enableTLS: "true", unsafeSsl: redis.trust?.verifyName === false ? "true" : "false" } : {}),
          },
          ...(signIn === undefined ? {} : { authenticationRef: { name: metadata.name } }),
        },
      ],
    },
    { ...options, ...(signIn === undefined ? {} : { dependsOn: [signIn] }) },
  );
}

const join = (addresses: NonNullable<RedisAccess["sentinels"]>["addresses"]) =>
  all(addresses.map(({ host, port }) => output(host).apply((name) => `${name}:${port}`))).apply((texts) => texts.join(","));
