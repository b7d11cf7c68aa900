// Values of the exporters for Postgres and Redis: every sample has the region as a label.
import { interpolate } from "@pulumi/pulumi";
import { smallResources } from "../../charts/resources.ts";
import { restrictedContainer, restrictedPod, type SecretKey } from "../../charts/values/pod.ts";
import type { PostgresExporterValues, RedisExporterValues, Relabeling } from "../../charts/values/prometheus.ts";
import type { PostgresAccess, RedisAccess } from "../../contract.ts";

const inRegion = (region: string): readonly Relabeling[] => [{ targetLabel: "region", replacement: region, action: "replace" }];

/** The reader: its lag behind the primary is what the region's users see. */
export const postgresExporterValues = (region: string, postgres: PostgresAccess, passwordSecret: SecretKey): PostgresExporterValues => ({
  fullnameOverride: `${region}-postgres-exporter`,
  resources: smallResources,
  serviceMonitor: { enabled: true, relabelings: inRegion(region) },
  config: {
    datasource: {
      host: postgres.reader,
      port: `${postgres.port}`,
      user: postgres.user,
      database: postgres.database,
      sslmode: postgres.tls ? "require" : "disable",
      passwordSecret,
    },
  },
});

export const redisExporterValues = (region: string, redis: RedisAccess, passwordSecret: SecretKey | null): RedisExporterValues => ({
  fullnameOverride: `${region}-redis-exporter`,
  redisAddress: interpolate`${redis.tls ? "rediss" : "redis"}://${redis.reader}:${redis.port}`,
  resources: smallResources,
  auth: passwordSecret === null ? { enabled: false } : { enabled: true, secret: passwordSecret },
  podSecurityContext: restrictedPod(59_000),
  securityContext: restrictedContainer,
  serviceMonitor: { enabled: true, relabelings: inRegion(region) },
});
