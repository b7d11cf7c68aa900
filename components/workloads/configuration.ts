// The configuration document of each workload on a cluster: what the stack on one machine writes to a file goes into a ConfigMap here.
import { all, type Output } from "@pulumi/pulumi";
import type { WorkloadConfiguration } from "../../model/protocol/workload.ts";
import type { PostgresAccess, RedisAccess, ServerTrust } from "../contract.ts";
import { port } from "./labels.ts";
import { secretsFolder } from "./pod.ts";
import type { WorkloadRow } from "./workload-plan.ts";

export interface ConfigurationArgs {
  readonly region: string;
  readonly rows: readonly WorkloadRow[];
  readonly postgres: PostgresAccess;
  readonly redis: RedisAccess;
}

const seed = 7;
export const usesData = ({ service }: Pick<WorkloadRow, "service">): boolean => ["query-handler", "response-collector", "worker"].includes(service);
export const usesApiKey = ({ service }: Pick<WorkloadRow, "service">): boolean => service === "edge";

/** Files of the region's secret, in every pod that may see them. */
export const secretKeys = {
  apiKey: "api-key",
  postgresPassword: "postgres-password",
  postgresAuthority: "postgres-authority.pem",
  redisPassword: "redis-password",
  redisAuthority: "redis-authority.pem",
} as const;

/** JSON; no secret is in it. */
export function configurationOf(row: WorkloadRow, args: ConfigurationArgs): Output<string> {
  const { postgres, redis, region } = args;
  const sentinels = redis.sentinels?.addresses ?? [];
  return all([postgres.writer, postgres.reader, redis.writer, redis.reader, all(sentinels.map(({ host }) => host))]).apply(
    ([postgresWriter, postgresReader, redisWriter, redisReader, sentinelHosts]) => {
      const document: Partial<WorkloadConfiguration> = {
        id: `${region}/${row.name}`,
        service: row.service,
        region,
        host: "0.0.0.0",
        port,
        seed,
        ...peersOf(row, args.rows),
        ...(usesApiKey(row) ? { apiKeyFile: `${secretsFolder}/${secretKeys.apiKey}` } : {}),
        ...(row.experts === undefined ? {} : { experts: { [row.experts.provider]: row.experts.count } }),
        ...(row.server === undefined ? {} : { offers: [row.server] }),
        ...(usesData(row)
          ? {
              postgres: {
                candidates: [{ region, host: postgresReader, port: postgres.port }],
                writer: { host: postgresWriter, port: postgres.port },
                user: postgres.user,
                database: postgres.database,
                passwordFile: `${secretsFolder}/${secretKeys.postgresPassword}`,
                ...tlsOf(postgres, secretKeys.postgresAuthority),
              },
              redis: {
                name: redis.sentinels?.name ?? "redis",
                sentinels: sentinelHosts.map((host, index) => ({ host, port: sentinels[index]?.port ?? 26379 })),
                addresses: {},
                ...(sentinels.length === 0 ? { writer: { host: redisWriter, port: redis.port } } : {}),
                local: { host: redisReader, port: redis.port },
                ...(redis.password === null ? {} : { passwordFile: `${secretsFolder}/${secretKeys.redisPassword}` }),
                ...tlsOf(redis, secretKeys.redisAuthority),
              },
            }
          : {}),
      };
      return JSON.stringify(document, null, 2);
    },
  );
}

function tlsOf({ tls, trust }: { readonly tls: boolean; readonly trust?: ServerTrust }, file: string) {
  if (!tls) return {};
  return {
    tls: { ...(trust === undefined ? {} : { authorityFile: `${secretsFolder}/${file}` }), verifyName: trust?.verifyName ?? true },
  };
}

const url = (name: string): string => `http://${name}:${port}`;

function peersOf(row: WorkloadRow, rows: readonly WorkloadRow[]): Pick<WorkloadConfiguration, "peers"> & Partial<WorkloadConfiguration> {
  switch (row.service) {
    case "edge":
      return { peers: { "query-handler": url("query-handler") } };
    case "query-handler":
      return { peers: { orchestrator: url("orchestrator") } };
    case "orchestrator":
      return {
        peers: { "response-collector": url("response-collector") },
        providers: Object.fromEntries(rows.flatMap(({ name, experts }) => (experts === undefined ? [] : [[experts.provider, url(name)]]))),
        servers: Object.fromEntries(rows.flatMap(({ name, server }) => (server === undefined ? [] : [[server, url(name)]]))),
      };
    case "worker":
      return { peers: rows.some(({ server }) => server === "communication-hub") ? { mcp: url("mcp-communication-hub") } : {} };
    default:
      return { peers: {} };
  }
}

/** Who calls whom inside a region: what the network lets through, and nothing else. */
export const callersOf = {
  edge: [],
  "query-handler": ["edge"],
  orchestrator: ["query-handler"],
  "response-collector": ["orchestrator"],
  experts: ["orchestrator"],
  mcp: ["orchestrator", "worker"],
  worker: [],
} as const satisfies Record<WorkloadRow["service"], readonly WorkloadRow["service"][]>;
