// A look at a Redis server or Sentinel: it answers, has the role it should, its replication is whole.
import { readFile } from "node:fs/promises";
import { Redis } from "ioredis";
import { z } from "zod";
import type { Observation } from "../../../model/fault/observation.ts";
import type { Seen } from "../../ports/fault.ts";

const roleSchema = z.union([
  z.tuple([z.literal("master"), z.number(), z.array(z.unknown())]),
  z.tuple([z.literal("slave"), z.string(), z.number(), z.string(), z.number()]),
  z.tuple([z.literal("sentinel"), z.array(z.string())]),
]);

export async function lookRedis({ host, port, user, passwordFile, role, replicas, timeout }: Extract<Observation, { kind: "redis" }>): Promise<Seen> {
  const password = passwordFile === undefined ? undefined : (await readFile(passwordFile, "utf8")).trim();
  const limit = Math.ceil(timeout * 1_000);
  const client = new Redis({
    host,
    port,
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password }),
    lazyConnect: true,
    connectTimeout: limit,
    commandTimeout: limit,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    disableClientInfo: true, // Its own first command would wait for the limit too, and then for the connection to close.
    disconnectTimeout: 100,
  });
  client.on("error", () => undefined);
  const started = performance.now();
  try {
    await client.connect();
    const now = roleSchema.parse(await client.call("ROLE"));
    const value = performance.now() - started;
    if (role !== undefined && now[0] !== role) return { held: false, value, detail: `${host}:${port} is ${now[0]}, not ${role}` };
    if (replicas !== undefined && now[0] === "master" && now[2].length < replicas)
      return { held: false, value, detail: `${host}:${port} is primary with ${now[2].length} of ${replicas} replicas` };
    if (replicas !== undefined && now[0] === "slave" && now[3] !== "connected")
      return { held: false, value, detail: `${host}:${port} is a replica whose link is ${now[3]}` };
    return { held: true, value, detail: `${host}:${port} is ${now[0]}` };
  } catch (error) {
    return { held: false, value: performance.now() - started, detail: `${host}:${port}: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    client.disconnect();
  }
}
