// What the embedded stack publishes.
import { roundTripMilliseconds } from "../../model/regions.ts";
import { referenceRegions } from "../../model/regions.ts";
import { parseDocument } from "../../model/parse.ts";
import { outputsSchema, outputsVersion, type Outputs, type OutputsInput } from "../../model/outputs.ts";
import type { Layout } from "./layout.ts";
import { database, superuser } from "./postgres/settings.ts";
import { hops, primaryRegion, regions, workloadsOfRegion, type Addresses, type Hop } from "./topology.ts";

const url = (port: number, path = ""): string => `http://127.0.0.1:${port}${path}`;

/** True on a primary with two streaming standbys, and on a standby that streams: with all candidates true there is one primary and full redundancy. */
const roleQuery = `select case when pg_is_in_recovery() then exists (select from pg_stat_wal_receiver where status = 'streaming')
  else (select count(*) = 2 and coalesce(max(extract(epoch from replay_lag)), 0) < 1 from pg_stat_replication where state = 'streaming') end`;

/** The worst standby's lag in ms where asked of a primary, 0 of a standby: the highest of all candidates is the lag. */
const lagQuery =
  "select case when pg_is_in_recovery() then 0 else (select coalesce(max(extract(epoch from replay_lag)), 0) * 1000 from pg_stat_replication) end::float8";

export interface OutputsParts {
  readonly at: Layout;
  readonly addresses: Addresses;
  readonly integrity: { readonly lookup: string; readonly queue: string };
  readonly hasScratch: boolean;
  readonly drill: readonly string[];
}

export function publish({ at, addresses, integrity, hasScratch, drill }: OutputsParts): Outputs {
  const ready = (id: string) => ({ kind: "http" as const, url: url(addresses.direct(id), "/readyz"), timeout: "1s" });
  const postgres = (region: string) => ({
    host: "127.0.0.1",
    port: addresses.direct(`${region}/postgres`),
    user: superuser,
    database,
    passwordFile: at.secret("postgres"),
  });
  const redis = (region: string) => ({ host: "127.0.0.1", port: addresses.direct(`${region}/redis`) });
  const held = (id: string) => ({ id, pidFile: at.pid(id), hold: at.hold(id), restarted: true });
  const toxiproxy = url(addresses.direct("toxiproxy"));
  const entry = url(addresses.direct("entry"));

  const document: OutputsInput = {
    schema: outputsVersion,
    stack: "local",
    environment: "local",
    entry,
    capabilities: [
      "consultations",
      "inter-region-latency",
      "load-balancing",
      "postgres",
      "postgres-replication",
      "restore-drill",
      "redis",
      "cache",
      "experts",
      "mcp",
      "shedding",
      "scaling",
      "integrity",
      "queue",
    ],
    regions: referenceRegions.map(({ name, role }) => ({ name, role, endpoint: url(addresses.direct(`${name}/edge`)), hold: at.holdRegion(name) })),
    services: [
      { id: "entry", service: "entry", metrics: `${entry}/metrics`, ready: ready("entry") },
      ...regions.flatMap((region) =>
        workloadsOfRegion.map((service) => ({
          id: `${region}/${service}`,
          service,
          region,
          metrics: url(addresses.direct(`${region}/${service}`), "/metrics"),
          ready: ready(`${region}/${service}`),
        })),
      ),
    ],
    processes: [
      { ...held("entry"), service: "entry", ready: ready("entry") },
      ...regions.flatMap((region) => [
        ...workloadsOfRegion.map((service) => ({ ...held(`${region}/${service}`), service, region, ready: ready(`${region}/${service}`) })),
        {
          ...held(`${region}/agent`),
          service: "agent",
          region,
          ready: { kind: "http" as const, url: url(addresses.direct(`${region}/agent`), "/ping"), timeout: "1s" },
        },
        { ...held(`${region}/postgres`), service: "postgres", region, ready: { kind: "postgres" as const, ...postgres(region) } },
        { ...held(`${region}/redis`), service: "redis", region, ready: { kind: "redis" as const, ...redis(region) } },
        {
          ...held(`${region}/sentinel`),
          service: "sentinel",
          region,
          ready: { kind: "redis" as const, host: "127.0.0.1", port: addresses.direct(`${region}/sentinel`) },
        },
      ]),
    ],
    links: hops.map((hop) => ({
      id: hop.name,
      service: hop.service,
      from: hop.from,
      to: hop.to,
      toxiproxy,
      proxy: hop.name,
      ...look(hop, at, addresses),
    })),
    probes: [
      { id: "entry", label: "the global entry answers", observe: { kind: "http", url: `${entry}/healthz` } },
      {
        id: "entry-port",
        label: "the global entry takes connections",
        observe: { kind: "tcp", host: "127.0.0.1", port: addresses.direct("entry") },
        interval: "2s",
      },
      ...regions.flatMap((region) => [
        { id: `edge:${region}`, label: `the edge of ${region} is ready`, observe: ready(`${region}/edge`) },
        { id: `redis:${region}`, label: `Redis answers in ${region}`, observe: { kind: "redis" as const, ...redis(region) }, interval: "2s" },
        {
          id: `replication-lag:${region}`,
          label: `replication lag as ${region} knows it`,
          observe: { kind: "postgres" as const, ...postgres(region), query: lagQuery },
          interval: "2s",
        },
      ]),
      roundTrip("round-trip:secondary", primaryRegion, "eu-west-1", addresses, false),
      roundTrip("round-trip:tertiary:us-east-1", primaryRegion, "ap-southeast-1", addresses, true),
      roundTrip("round-trip:tertiary:eu-west-1", "eu-west-1", "ap-southeast-1", addresses, true),
    ],
    switches: regions.map((region) => ({
      id: `${region}/experts`,
      dependency: "experts",
      region,
      url: url(addresses.direct(`${region}/experts`), "/faults"),
      observe: { kind: "http" as const, url: url(addresses.proxied(`${region}~${region}:experts`), "/ask") },
    })),
    costPerHour: 0,
    own: [at.supervisor],
    disks: hasScratch ? [{ id: "scratch", path: at.scratch }] : [],
    load: { scenarios: ["mixed", "consensus", "read-heavy", "queue"], apiKeyFile: at.secret("api-key") },
    postgres: { candidates: regions.map((region) => ({ region, process: `${region}/postgres`, ...postgres(region) })) },
    redis: { candidates: regions.map((region) => ({ region, process: `${region}/redis`, ...redis(region) })) },
    integrity,
    redundancy: [
      ...regions.map((region) => ({ label: `the edge of ${region} is ready`, observe: ready(`${region}/edge`) })),
      ...regions.map((region) => ({
        label: `Postgres of ${region} has its role, streaming with less than 1 s of lag`,
        observe: { kind: "postgres" as const, ...postgres(region), query: roleQuery },
      })),
      ...regions.map((region) => ({
        label: `Redis of ${region} is a primary with two replicas, or a replica with its link up`,
        observe: { kind: "redis" as const, ...redis(region), replicas: 2 },
      })),
    ],
    restoreDrill: { command: [...drill] },
    scale: { url: url(addresses.direct("control"), "/scale") },
    helpers: true,
  };
  return parseDocument(outputsSchema, document, "the embedded stack's outputs");
}

function roundTrip(id: string, from: string, to: string, addresses: Addresses, share: boolean) {
  const expected = roundTripMilliseconds(from, to);
  return {
    id,
    label: `round trip ${from}–${to}`,
    observe: { kind: "http" as const, url: url(addresses.proxied(`${from}~${to}:agent`), "/ping") },
    interval: "1s",
    readings: 5,
    ...(share ? { expected } : {}),
  };
}

/** How a consumer of the hop sees through it. */
function look(
  { name, service }: Hop,
  at: Layout,
  addresses: Addresses,
): { observe: NonNullable<NonNullable<OutputsInput["links"]>[number]["observe"]> } {
  const port = addresses.proxied(name);
  if (service === "postgres")
    return { observe: { kind: "postgres", host: "127.0.0.1", port, user: superuser, database, passwordFile: at.secret("postgres") } };
  if (service === "redis" || service === "redis-node" || service === "sentinel") return { observe: { kind: "redis", host: "127.0.0.1", port } };
  if (service === "agent") return { observe: { kind: "http", url: url(port, "/ping") } };
  return { observe: { kind: "http", url: url(port, "/healthz") } };
}
