// Configuration of a region's Redis and Sentinel. Both rewrite their files themselves, so these are only written once.
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Layout } from "../layout.ts";
import { primaryRegion, type Addresses } from "../topology.ts";

export const redisName = "proving-ground";

/** Replicas that a primary must have to accept writes: one that is cut off refuses them. */
const replicasToWrite = 1;

export async function writeRedisConfiguration(region: string, at: Layout, addresses: Addresses): Promise<string> {
  const folder = at.redis(region);
  return write(folder, "redis.conf", [
    ...common(addresses.direct(`${region}/redis`), folder),
    'save ""',
    "appendonly no",
    "replica-announce-ip 127.0.0.1",
    `replica-announce-port ${addresses.proxied(`*~${region}:redis-node`)}`,
    `min-replicas-to-write ${replicasToWrite}`,
    "min-replicas-max-lag 5",
    "repl-diskless-sync yes",
    "repl-diskless-sync-delay 0",
    "repl-ping-replica-period 1",
    "repl-timeout 10",
    "maxmemory 128mb",
    "maxmemory-policy volatile-lru",
    ...(region === primaryRegion ? [] : [`replicaof 127.0.0.1 ${addresses.proxied(`*~${primaryRegion}:redis-node`)}`]),
  ]);
}

export async function writeSentinelConfiguration(region: string, at: Layout, addresses: Addresses): Promise<string> {
  const folder = at.sentinel(region);
  return write(folder, "sentinel.conf", [
    ...common(addresses.direct(`${region}/sentinel`), folder),
    "sentinel announce-ip 127.0.0.1",
    `sentinel announce-port ${addresses.proxied(`*~${region}:sentinel`)}`,
    `sentinel monitor ${redisName} 127.0.0.1 ${addresses.proxied(`*~${primaryRegion}:redis-node`)} 2`,
    `sentinel down-after-milliseconds ${redisName} 2000`,
    `sentinel failover-timeout ${redisName} 5000`,
    `sentinel parallel-syncs ${redisName} 2`,
  ]);
}

const common = (port: number, folder: string): string[] => [`port ${port}`, "bind 127.0.0.1", "protected-mode no", `dir ${folder}`, "daemonize no"];

async function write(folder: string, name: string, lines: readonly string[]): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, `${lines.join("\n")}\n`);
  await chmod(path, 0o600);
  return path;
}
