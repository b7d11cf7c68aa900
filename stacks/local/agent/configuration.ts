// What the supervisor tells a region's agent.
import { readFileSync } from "node:fs";
import { z } from "zod";

const schema = z.strictObject({
  folder: z.string(),
  region: z.string(),
  port: z.int(),
  /** The other agents, through the proxies from this region. */
  peers: z.array(z.strictObject({ region: z.string(), url: z.url() })),
  /** Only at the very first start, and in one region: stands for election at once. */
  first: z.boolean(),
  /** Later regions wait longer, so that two seldom stand at the same time. */
  patienceMilliseconds: z.number(),
  /** For tests of the verdicts: never stands for election after the first time. */
  failoverOff: z.boolean(),
  postgres: z.strictObject({
    program: z.string(),
    port: z.int(),
    /** Port of the proxy from this region to each region's server. */
    upstream: z.record(z.string(), z.int()),
  }),
});
export type AgentConfiguration = z.output<typeof schema>;

export const readAgentConfiguration = (path: string): AgentConfiguration => schema.parse(JSON.parse(readFileSync(path, "utf8")));
