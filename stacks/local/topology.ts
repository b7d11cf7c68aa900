// What the embedded stack is made of: regions, processes, ports and the hops between them. Pure.
import { referenceRegions, roundTripMilliseconds } from "../../model/regions.ts";

export const regions = referenceRegions.map(({ name }) => name);
export const primaryRegion = "us-east-1";

export const workloadsOfRegion = ["edge", "query-handler", "orchestrator", "response-collector", "experts", "mcp", "worker"] as const;

/** One expert in the embedded stack stands for five of the reference topology. */
export const expertsPerSimulated = 5;

/** A way from one part to another, through a proxy of its own. `from` is a region, "entry", or "*" where Redis and Sentinel announce one address to all. */
export interface Hop {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly service: string;
  /** Process that listens behind it. */
  readonly upstream: string;
  /** Round trip in ms that the distance between the regions takes. */
  readonly distance: number;
}

const hop = (from: string, to: string, service: string, upstream = `${to}/${service}`): Hop => ({
  name: `${from}~${to}:${service}`,
  from,
  to,
  service,
  upstream,
  distance: regions.some((region) => region === from) ? roundTripMilliseconds(from, to) : 0,
});

const inside = ["query-handler", "orchestrator", "response-collector", "experts", "mcp"] as const;

export const hops: readonly Hop[] = [
  ...regions.map((to) => hop("entry", to, "edge")),
  ...regions.flatMap((region) => inside.map((service) => hop(region, region, service))),
  ...regions.flatMap((from) => regions.flatMap((to) => [hop(from, to, "postgres"), hop(from, to, "redis")])),
  ...regions.flatMap((from) => regions.filter((to) => to !== from).map((to) => hop(from, to, "agent"))),
  // Sentinel announces one address of a server to everybody, so these two cannot tell where a connection comes from: no distance.
  ...regions.flatMap((to) => [hop("*", to, "redis-node", `${to}/redis`), hop("*", to, "sentinel")]),
];

/** Processes that listen, in the order of their start. Postgres is started by its region's agent. */
export const listeners: readonly string[] = [
  "toxiproxy",
  "control",
  "entry",
  ...regions.flatMap((region) => ["agent", "postgres", "redis", "sentinel", ...workloadsOfRegion].map((service) => `${region}/${service}`)),
];

export interface Addresses {
  /** Port on which a process listens itself. */
  readonly direct: (process: string) => number;
  /** Port of a hop's proxy. */
  readonly proxied: (hop: string) => number;
}
