// The configuration document of each workload process.
import { referenceRegions, roundTripMilliseconds } from "../../../model/regions.ts";
import { workloadConfigurationSchema, type WorkloadConfiguration } from "../../../model/protocol/workload.ts";
import type { Layout } from "../layout.ts";
import { database, workloadUser } from "../postgres/settings.ts";
import { redisName } from "../redis/configuration.ts";
import { expertsPerSimulated, regions, type workloadsOfRegion, type Addresses } from "../topology.ts";

type RegionWorkload = (typeof workloadsOfRegion)[number];

const peersOf: Readonly<Record<RegionWorkload, readonly ("query-handler" | "orchestrator" | "response-collector" | "experts" | "mcp")[]>> = {
  edge: ["query-handler"],
  "query-handler": ["orchestrator"],
  orchestrator: ["experts", "mcp", "response-collector"],
  "response-collector": [],
  experts: [],
  mcp: [],
  worker: ["mcp"],
};

const seed = 7;
const base = (id: string, region: string, addresses: Addresses) => ({ id, region, host: "127.0.0.1", port: addresses.direct(id), seed });
const url = (port: number): string => `http://127.0.0.1:${port}`;

export function entryConfiguration(addresses: Addresses): WorkloadConfiguration {
  return workloadConfigurationSchema.parse({
    ...base("entry", "global", addresses),
    service: "entry",
    peers: {},
    edges: regions.map((region) => ({
      region,
      url: url(addresses.proxied(`entry~${region}:edge`)),
      distance: Object.fromEntries(regions.map((client) => [client, roundTripMilliseconds(client, region)])),
    })),
  });
}

export function regionConfiguration(
  region: string,
  service: RegionWorkload,
  at: Layout,
  addresses: Addresses,
  defect: string | undefined,
): WorkloadConfiguration {
  const usesData = service === "query-handler" || service === "response-collector" || service === "worker";
  return workloadConfigurationSchema.parse({
    ...base(`${region}/${service}`, region, addresses),
    service,
    peers: Object.fromEntries(peersOf[service].map((peer) => [peer, url(addresses.proxied(`${region}~${region}:${peer}`))])),
    ...(usesData ? { postgres: postgresOf(region, at, addresses), redis: redisOf(region, addresses) } : {}),
    ...(service === "edge" ? { apiKeyFile: at.secret("api-key") } : {}),
    ...(service === "edge" && defect === "empty-body" ? { defect } : {}),
    ...(service === "experts" ? { experts: expertsOf(region) } : {}),
  });
}

function postgresOf(region: string, at: Layout, addresses: Addresses) {
  return {
    candidates: regions.map((target) => ({ region: target, host: "127.0.0.1", port: addresses.proxied(`${region}~${target}:postgres`) })),
    leader: `${url(addresses.direct(`${region}/agent`))}/leader`,
    user: workloadUser,
    passwordFile: at.secret("workload"),
    database,
  };
}

function redisOf(region: string, addresses: Addresses) {
  const announced = (target: string): string => `127.0.0.1:${addresses.proxied(`*~${target}:redis-node`)}`;
  return {
    name: redisName,
    sentinels: regions.map((target) => ({ host: "127.0.0.1", port: addresses.proxied(`*~${target}:sentinel`) })),
    addresses: Object.fromEntries(
      regions.map((target) => [announced(target), { region: target, host: "127.0.0.1", port: addresses.proxied(`${region}~${target}:redis`) }]),
    ),
    local: { host: "127.0.0.1", port: addresses.proxied(`${region}~${region}:redis`) },
  };
}

/** A fifth of the reference topology, at least one of each provider. */
export function expertsOf(region: string): Record<string, number> {
  const full: Readonly<Record<string, number>> = referenceRegions.find(({ name }) => name === region)?.experts ?? {};
  return Object.fromEntries(Object.entries(full).map(([provider, count]) => [provider, Math.max(1, Math.round(count / expertsPerSimulated))]));
}
