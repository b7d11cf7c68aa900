// Google: one region's Redis.
import { secret, type ComponentResourceOptions, type Input } from "@pulumi/pulumi";
import { Instance } from "@pulumi/gcp/redis/instance.js";
import type { GooglePrivateServices } from "../backbone/google-private-services.ts";
import { Component } from "../component.ts";
import type { RedisAccess } from "../contract.ts";
import type { EnvironmentPlan, RegionPlan } from "../environment.ts";
import type { GoogleKeys } from "../identity/google-keys.ts";
import type { GoogleNetwork } from "../network/google-network.ts";

export interface GoogleRedisArgs {
  readonly region: RegionPlan;
  readonly plan: Pick<EnvironmentPlan, "size" | "tier">;
  readonly network: Input<string>;
  readonly subnet: GoogleNetwork;
  readonly services: GooglePrivateServices;
  readonly keys: GoogleKeys;
}

/** With TLS, Memorystore listens here; without it would be 6379. Source: cloud.google.com/memorystore/docs/redis/about-in-transit-encryption. */
const tlsPort = 6378;

/** In GB: five at least, which replicas that answer reads ask for; else a thirty-second of the phase's memory. */
const googleRedisMemory = ({ memoryGB }: { readonly memoryGB: number }): number => Math.max(5, Math.ceil(memoryGB / 32));

/**
 * Memorystore for Redis with a replica in another zone that takes over by itself and answers reads; TLS, a password, own key, a snapshot every six hours.
 *
 * @cost Memory by the hour, once for the primary and once for the replica.
 * @omits Replication between regions: Memorystore has none. Each region has a cache and queues of its own, and a lost region's queues are lost with it until it is back.
 * A last snapshot when the instance goes: who wants one takes it first, by gcloud redis instances export.
 * @failureDomain A zone's loss is a failover of seconds. A region's loss takes its Redis along, and no other region's.
 */
export class GoogleRedis extends Component {
  readonly access: RedisAccess;

  constructor(name: string, { region, plan, network, subnet, services, keys }: GoogleRedisArgs, options: ComponentResourceOptions) {
    super("redis:GoogleRedis", name, options);
    const protect = plan.tier.data === "protected";
    const instance = new Instance(
      this.named("redis"),
      {
        region: region.name,
        tier: "STANDARD_HA",
        redisVersion: "REDIS_7_2",
        memorySizeGb: googleRedisMemory(plan.size),
        replicaCount: 1,
        readReplicasMode: "READ_REPLICAS_ENABLED",
        locationId: region.zones[0] ?? "",
        alternativeLocationId: region.zones[1] ?? "",
        authorizedNetwork: network,
        connectMode: "PRIVATE_SERVICE_ACCESS",
        reservedIpRange: subnet.dataRange.name,
        transitEncryptionMode: "SERVER_AUTHENTICATION",
        authEnabled: true,
        customerManagedKey: keys.id("redis"),
        persistenceConfig: { persistenceMode: "RDB", rdbSnapshotPeriod: "SIX_HOURS" },
        // A full cache forgets what has an end; queues and whatever else has none stay.
        redisConfigs: { "maxmemory-policy": "volatile-lru" },
        maintenancePolicy: { weeklyMaintenanceWindows: [{ day: "SUNDAY", startTime: { hours: 4, minutes: 0, seconds: 0, nanos: 0 } }] },
        deletionProtection: protect,
      },
      { parent: this, protect, dependsOn: [services.connection, ...keys.grants("redis")] },
    );
    this.access = {
      writer: instance.host,
      reader: instance.readEndpoint,
      port: tlsPort,
      password: secret(instance.authString),
      tls: true,
      trust: {
        authority: instance.serverCaCerts.apply((certificates) => certificates.map(({ cert }) => cert ?? "").join("\n")),
        // It signs this instance alone, by its address.
        verifyName: false,
      },
    };
    this.registerOutputs();
  }
}
