// Every process that the supervisor starts: what with, where it logs, what holds it down.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProgramName } from "../../../tools/programs/table.ts";
import type { FoundProgram } from "../../../tools/programs/find.ts";
import type { AgentConfiguration } from "../agent/configuration.ts";
import { patienceMilliseconds } from "../agent/election.ts";
import type { Layout } from "../layout.ts";
import { writeRedisConfiguration, writeSentinelConfiguration } from "../redis/configuration.ts";
import { primaryRegion, regions, workloadsOfRegion, type Addresses } from "../topology.ts";
import type { ProcessPlan } from "./supervised.ts";
import { entryConfiguration, regionConfiguration } from "./workload-configuration.ts";

export type Programs = Readonly<Record<Extract<ProgramName, "toxiproxy" | "redis" | "postgres">, FoundProgram>>;

export interface Setting {
  readonly at: Layout;
  readonly addresses: Addresses;
  readonly programs: Programs;
  readonly defect: string | undefined;
  /** Aborted when the stack is to end, be it in the middle of its start. */
  readonly stop: AbortSignal;
}

const program = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const nodeFlags = ["--no-warnings", "--max-semi-space-size=4", "--max-old-space-size=256"];

export function toxiproxyPlan({ at, addresses, programs }: Setting): ProcessPlan {
  return {
    id: "toxiproxy",
    command: programs.toxiproxy.path,
    parameters: ["-host", "127.0.0.1", "-port", String(addresses.direct("toxiproxy"))],
    ...files("toxiproxy", at),
  };
}

export async function redisPlans(region: string, { at, addresses, programs }: Setting): Promise<ProcessPlan[]> {
  const { path: command, environment } = programs.redis;
  const [redis, sentinel] = await Promise.all([writeRedisConfiguration(region, at, addresses), writeSentinelConfiguration(region, at, addresses)]);
  return [
    { id: `${region}/redis`, region, command, environment, parameters: [redis], ...files(`${region}/redis`, at, region) },
    { id: `${region}/sentinel`, region, command, environment, parameters: [sentinel, "--sentinel"], ...files(`${region}/sentinel`, at, region) },
  ];
}

export async function agentPlan(region: string, setting: Setting): Promise<ProcessPlan> {
  const { at, addresses, programs, defect } = setting;
  const id = `${region}/agent`;
  const place = regions.findIndex((name) => name === region);
  const configuration: AgentConfiguration = {
    folder: at.folder,
    region,
    port: addresses.direct(id),
    peers: regions
      .filter((peer) => peer !== region)
      .map((peer) => ({ region: peer, url: `http://127.0.0.1:${addresses.proxied(`${region}~${peer}:agent`)}` })),
    first: region === primaryRegion,
    patienceMilliseconds: patienceMilliseconds + place * 700,
    failoverOff: defect === "failover-off",
    postgres: {
      program: programs.postgres.path,
      port: addresses.direct(`${region}/postgres`),
      upstream: Object.fromEntries(regions.map((target) => [target, addresses.proxied(`${region}~${target}:postgres`)])),
    },
  };
  return nodePlan(id, region, "stacks/local/agent/main.ts", configuration, at);
}

export function workloadPlans(region: string, { at, addresses, defect }: Setting): Promise<ProcessPlan[]> {
  return Promise.all(
    workloadsOfRegion.map((service) =>
      nodePlan(`${region}/${service}`, region, `workloads/${service}/main.ts`, regionConfiguration(region, service, at, addresses, defect), at),
    ),
  );
}

export const entryPlan = ({ at, addresses }: Setting): Promise<ProcessPlan> =>
  nodePlan("entry", undefined, "workloads/entry/main.ts", entryConfiguration(addresses), at);

async function nodePlan(id: string, region: string | undefined, path: string, configuration: unknown, at: Layout): Promise<ProcessPlan> {
  const file = at.configuration(id);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(configuration, null, 2));
  return {
    id,
    ...(region === undefined ? {} : { region }),
    command: process.execPath,
    parameters: [...nodeFlags, program(path), file],
    environment: { NODE_ENV: "production" },
    ...files(id, at, region),
  };
}

function files(id: string, at: Layout, region?: string) {
  return { log: at.log(id), pidFile: at.pid(id), holds: [at.hold(id), ...(region === undefined ? [] : [at.holdRegion(region)])] };
}
