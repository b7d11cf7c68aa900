// Random faults, and random stacks that publish more or less of what the example does.
import fc from "fast-check";
import { faultSchema, type Fault, type FaultKind } from "../../model/fault/fault.ts";
import type { Outputs } from "../../model/outputs.ts";
import type { RenderContext } from "../fault-kind.ts";
import { exampleClusterOutputs } from "./example-cluster-outputs.ts";
import { exampleOutputs } from "./example-outputs.ts";

const regions = exampleOutputs.regions.map(({ name }) => name);
const maybe = <T>(values: readonly T[]): fc.Arbitrary<T | undefined> => fc.option(fc.constantFrom(...values), { nil: undefined });
const region = fc.constantFrom(...regions, "nowhere");
const count = fc.integer({ min: 1, max: 4 });

/** Drops the keys without a value: a plan does not write them. */
const written = (value: object): object => Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
const selector = <T extends object>(fields: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record<T>(fields).map(written);

const target = selector({ service: maybe(["edge", "query-handler", "postgres", "nothing"]), region: maybe(regions), count });
const link = selector({ service: maybe(["edge", "query-handler", "postgres", "nothing"]), from: maybe(regions), to: maybe(regions), count });
const latency = fc.double({ min: 0.001, max: 5, noNaN: true });

/** The fields of each kind beside its name. */
const fields: { readonly [K in FaultKind]: fc.Arbitrary<object> } = {
  "process-kill": fc.record({ target }),
  "process-freeze": fc.record({ target }),
  "network-latency": fc.record({ link, latency }),
  "network-jitter": fc.record({ link, latency, jitter: latency }),
  "bandwidth-limit": fc.record({ link, kilobytesPerSecond: fc.integer({ min: 1, max: 10_000 }) }),
  "network-stall": fc.record({ link }),
  "connection-reset": fc.record({ link }),
  "region-partition": fc.record({ region }),
  "dependency-errors": fc
    .record({ dependency: fc.constantFrom("experts", "payments"), region: maybe(regions), share: fc.double({ min: 0.1, max: 1, noNaN: true }) })
    .map(written),
  "cpu-hog": fc.record({ cores: fc.double({ min: 0.1, max: 8, noNaN: true }), load: fc.double({ min: 0.1, max: 1, noNaN: true }) }),
  "memory-hog": fc.record({ megabytes: fc.integer({ min: 1, max: 4_096 }) }),
  "disk-fill": fc.record({ disk: maybe(["scratch", "other"]) }).map(written),
  "postgres-primary-loss": fc.constant({}),
  "redis-primary-loss": fc.constant({}),
  "region-loss": fc.record({ region: maybe([...regions, "nowhere"]) }).map(written),
};

export const someFault: fc.Arbitrary<Fault> = fc
  .constantFrom(...Object.entries(fields))
  .chain(([kind, rest]) => rest.map((values) => faultSchema.parse({ kind, ...values })));

const { regions: exampleRegions, processes, links, switches } = exampleOutputs;
const handles = [
  ...exampleRegions.flatMap(({ name }) => [`${name} hold`, `${name} endpoint`]),
  ...processes.flatMap(({ id }) => [`${id} hold`, `${id} ready`, `${id} restarted`]),
  ...[...links, ...switches].map(({ id }) => `${id} observe`),
  "switches",
  "disks",
  "probes",
  "redundancy",
  "postgres",
  "redis",
  "helpers",
];

/** Handles that a stack does not publish: few, or many. */
const gapsIn = (all: readonly string[]): fc.Arbitrary<readonly string[]> => fc.oneof(fc.subarray([...all], { maxLength: 3 }), fc.subarray([...all]));

const { workloads, services, clusters } = exampleClusterOutputs;
const clusterHandles = [
  ...workloads.flatMap(({ id }) => [id, `${id} port`, `${id} label`]),
  ...exampleRegions.map(({ name }) => `${name} endpoint`),
  "services",
  "probes",
  "clusters",
  "redundancy",
];

/** The stack on one machine or the one on a cluster, with more or less of its handles. */
export const someOutputs: fc.Arbitrary<Outputs> = fc.oneof(gapsIn(handles).map(outputsWithout), gapsIn(clusterHandles).map(clusterOutputsWithout));

/** The example on a cluster without these. */
function clusterOutputsWithout(gaps: readonly string[]): Outputs {
  const has = (handle: string): boolean => !gaps.includes(handle);
  return {
    ...exampleClusterOutputs,
    regions: exampleClusterOutputs.regions.map((row) => ({ ...row, endpoint: has(`${row.name} endpoint`) ? row.endpoint : undefined })),
    workloads: workloads
      .filter(({ id }) => has(id))
      .map((row) => ({ ...row, port: has(`${row.id} port`) ? row.port : undefined, labels: has(`${row.id} label`) ? row.labels : { tier: "all" } })),
    services: has("services") ? services : [],
    probes: has("probes") ? exampleClusterOutputs.probes : [],
    clusters: has("clusters") ? clusters : [],
    redundancy: has("redundancy") ? exampleClusterOutputs.redundancy : [],
  };
}

/** The example without these handles. */
function outputsWithout(gaps: readonly string[]): Outputs {
  const has = (handle: string): boolean => !gaps.includes(handle);
  return {
    ...exampleOutputs,
    regions: exampleRegions.map((row) => ({
      ...row,
      hold: has(`${row.name} hold`) ? row.hold : undefined,
      endpoint: has(`${row.name} endpoint`) ? row.endpoint : undefined,
    })),
    processes: processes.map((row) => ({
      ...row,
      hold: has(`${row.id} hold`) ? row.hold : undefined,
      ready: has(`${row.id} ready`) ? row.ready : undefined,
      restarted: has(`${row.id} restarted`),
    })),
    links: links.map((row) => ({ ...row, observe: has(`${row.id} observe`) ? row.observe : undefined })),
    switches: has("switches") ? switches.map((row) => ({ ...row, observe: has(`${row.id} observe`) ? row.observe : undefined })) : [],
    disks: has("disks") ? exampleOutputs.disks : [],
    probes: has("probes") ? exampleOutputs.probes : [],
    redundancy: has("redundancy") ? exampleOutputs.redundancy : [],
    postgres: has("postgres") ? exampleOutputs.postgres : undefined,
    redis: has("redis") ? exampleOutputs.redis : undefined,
    helpers: has("helpers"),
  };
}

export const someFacts: fc.Arbitrary<RenderContext["facts"]> = fc.record({
  postgresPrimary: fc.option(fc.constantFrom(...regions)),
  redisPrimary: fc.option(fc.constantFrom(...regions)),
});
