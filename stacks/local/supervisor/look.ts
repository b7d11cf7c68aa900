// Looking at the stack's data stores from the supervisor: agents, Redis, readiness.
import { createConnection } from "node:net";
import { z } from "zod";
import { regions, type Addresses } from "../topology.ts";

const agentStatus = z.object({
  region: z.string(),
  leader: z.string().nullable(),
  term: z.int(),
  server: z.object({ primary: z.boolean(), streaming: z.boolean(), lagMilliseconds: z.number().nullable() }).nullable(),
});
export type AgentStatus = z.output<typeof agentStatus>;

/** Agents that do not answer within two seconds are left out. */
export async function statusOfAgents(addresses: Addresses): Promise<AgentStatus[]> {
  const answers = await Promise.all(
    regions.map(async (region) => {
      try {
        const response = await fetch(`http://127.0.0.1:${addresses.direct(`${region}/agent`)}/status`, { signal: AbortSignal.timeout(2_000) });
        return agentStatus.parse(await response.json());
      } catch {
        return null;
      }
    }),
  );
  return answers.filter((answer) => answer !== null);
}

/** The region of the Redis that calls itself primary and has a replica; null where none does. */
export async function readRedisPrimary(addresses: Addresses): Promise<string | null> {
  for (const region of regions) {
    const info = await redisInfo(addresses.direct(`${region}/redis`));
    if (/role:master/.test(info) && /connected_slaves:[1-9]/.test(info)) return region;
  }
  return null;
}

/** INFO replication; empty when it does not answer. */
export function redisInfo(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port, timeout: 1_000 }, () => socket.write("INFO replication\r\nQUIT\r\n"));
    let text = "";
    socket.setEncoding("utf8").on("data", (part: string) => (text += part));
    socket
      .on("close", () => resolve(text))
      .on("error", () => resolve(""))
      .on("timeout", () => socket.destroy());
  });
}

export async function isReady(port: number, path = "/readyz"): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
