// What an environment is used for in a month: the figures behind every charge that depends on use, worked out from the phases.
import { fullSizePhases, type PhaseName } from "../../model/phases.ts";
import { isEnvironmentName, tiers } from "../../model/tiers.ts";

/** Hours of a month in every charge by the hour. */
export const hoursPerMonth = 730;

export interface Usage {
  /** Times a month that all phases are gone through. */
  readonly gameDays: number;
  /** Hours a month with load. */
  readonly loadHours: number;
  /** Hours a month with faults, when what is left of the regions carries everything. */
  readonly faultHours: number;
  /** Requests a month at the entry, all regions together. */
  readonly requests: number;
  /** GB a month from the entry to its clients, all regions together. */
  readonly answersGB: number;
  /** GB a month between services in different zones, all regions together. */
  readonly betweenZonesGB: number;
  /** GB a month that each region sends to the others: replication of what is written, and probes. */
  readonly betweenRegionsGB: number;
  /** GB a month through each region's NAT: images and packages, and calls to what lies outside. */
  readonly outboundGB: number;
  /** Million reads and writes of the database's storage a month, all regions together. */
  readonly databaseRequestsMillions: number;
  /** Million pages written a month, each of which is copied to every other region. */
  readonly databaseWritesMillions: number;
  /** GB in the database. */
  readonly databaseGB: number;
  /** GB of logs of the cluster's control plane and of connections a month and region. */
  readonly cloudLogsGB: number;
  /** GB of images in each region. */
  readonly imagesGB: number;
}

interface Assumption {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly why: string;
}

/** Shown with every bill. Traffic is what the requests carry: the phases' Gbps are what the network must be able to do, not what is sent. */
export const assumptions = {
  answerKB: { name: "an answer at the entry", value: 8, unit: "KB", why: "a consensus of experts is a few paragraphs with its headers" },
  internalKB: { name: "between services, a request", value: 24, unit: "KB", why: "six calls inside a region, 4 KB each way in the mean" },
  acrossZones: { name: "of that, between zones", value: 2 / 3, unit: "part", why: "three zones, and callers choose among all" },
  writes: { name: "of the requests, those that write", value: 0.3, unit: "part", why: "the share in the load scenario mixed" },
  writeKB: { name: "a write, replicated", value: 4, unit: "KB", why: "rows, their indexes' changes and the log around them" },
  readsAtStorage: {
    name: "of the requests, those that read from storage",
    value: 0.2,
    unit: "part",
    why: "a cache hit rate of 80 %, the criterion's limit",
  },
  pagesPerWrite: { name: "a write, in requests to storage", value: 4, unit: "requests", why: "row, two indexes, queue" },
  outboundGB: { name: "outbound of a region, a game day", value: 25, unit: "GB", why: "images of nodes that start, and package lists" },
  idleGB: { name: "outbound of a region, the rest of the month", value: 50, unit: "GB", why: "probes, certificates, images" },
  logsGB: {
    name: "logs of control plane and connections, a region",
    value: 40,
    unit: "GB",
    why: "audit logs of a busy cluster; 1 KB a recorded connection",
  },
  imagesGB: { name: "images kept in a region", value: 20, unit: "GB", why: "one image of the workloads, ten versions of it" },
  databasePart: {
    name: "of the phase's storage, what lies in the database",
    value: 0.25,
    unit: "part",
    why: "the rest is search, vectors, logs and metrics",
  },
} as const satisfies Record<string, Assumption>;

/** How often a month a tier goes through its phases: each working day while they are light, once a week with everything. */
export const gameDays = { base: 20, stress: 8, chaos: 4, ultimate: 4, google: 20, kubernetes: 20 } as const;

/** `environment`: an environment's name. Throws RangeError for another. */
export function usageOf(environment: string): Usage {
  if (!isEnvironmentName(environment)) throw new RangeError(`nobody knows what ${environment} is used for`);
  return usageFor(tiers[environment].phases, gameDays[environment]);
}

export function usageFor(names: readonly PhaseName[], days: number): Usage {
  const phases = names.map((name) => fullSizePhases[name]);
  const sum = (of: (phase: (typeof phases)[number]) => number): number => phases.reduce((total, phase) => total + of(phase), 0);
  const requests = days * sum(({ minutes, requestsPerSecond }) => minutes * 60 * requestsPerSecond);
  const gigabytes = (kilobytes: number): number => (requests * kilobytes) / 1_000_000;
  const { answerKB, internalKB, acrossZones, writes, writeKB, readsAtStorage, pagesPerWrite, outboundGB, idleGB, logsGB, imagesGB, databasePart } =
    assumptions;
  const writesMillions = (requests * writes.value * pagesPerWrite.value) / 1_000_000;
  return {
    gameDays: days,
    loadHours: (days * sum(({ minutes, requestsPerSecond }) => (requestsPerSecond > 0 ? minutes : 0))) / 60,
    faultHours: (days * sum(({ name, minutes }) => (name === "chaos" ? minutes : 0))) / 60,
    requests,
    answersGB: gigabytes(answerKB.value),
    betweenZonesGB: gigabytes(internalKB.value * acrossZones.value),
    betweenRegionsGB: gigabytes(writes.value * writeKB.value),
    outboundGB: idleGB.value + days * outboundGB.value,
    databaseRequestsMillions: (requests * readsAtStorage.value) / 1_000_000 + writesMillions,
    databaseWritesMillions: writesMillions,
    databaseGB: Math.max(...phases.map(({ storageTB }) => storageTB)) * 1_000 * databasePart.value,
    cloudLogsGB: logsGB.value,
    imagesGB: imagesGB.value,
  };
}
