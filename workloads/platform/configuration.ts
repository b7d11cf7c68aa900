// Reads the one configuration document of a process: the path is its first argument. Replicas share it, and have a second one: their own name.
import { readFileSync } from "node:fs";
import { workloadConfigurationSchema, workloadNeeds, type WorkloadConfiguration, type WorkloadService } from "../../model/protocol/workload.ts";

/** `replica`: which of several processes with the same document this is. Throws an Error that names every missing part. */
export function readConfiguration(service: WorkloadService, path: string | undefined, replica?: string): WorkloadConfiguration {
  if (path === undefined) throw new Error(`usage: node main.ts <configuration.json> (service ${service})`);
  const parsed = workloadConfigurationSchema.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (!parsed.success)
    throw new Error(`${path} cannot be used: ${parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ")}`);
  const configuration = parsed.data;
  const problems = missingParts(service, configuration);
  if (problems.length > 0) throw new Error(`${path} cannot be used: ${problems.join("; ")}`);
  return replica === undefined ? configuration : { ...configuration, id: `${configuration.id}/${replica}` };
}

/** The part, or an Error that says which one is missing. */
export function demand<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the configuration lacks ${name}`);
  return value;
}

function missingParts(service: WorkloadService, configuration: WorkloadConfiguration): string[] {
  const needs = workloadNeeds[service];
  const problems: string[] = [];
  if (configuration.service !== service) problems.push(`service is ${configuration.service}, but this program is ${service}`);
  const apart: readonly string[] = [
    ...(configuration.providers === undefined ? [] : ["experts"]),
    ...(configuration.servers === undefined ? [] : ["mcp"]),
  ];
  for (const peer of needs.peers) if (configuration.peers[peer] === undefined && !apart.includes(peer)) problems.push(`peers.${peer} is missing`);
  if (needs.edges && configuration.edges.length === 0) problems.push("edges is empty");
  if (needs.postgres && configuration.postgres === undefined) problems.push("postgres is missing");
  if (needs.redis && configuration.redis === undefined) problems.push("redis is missing");
  if (needs.apiKey && configuration.apiKeyFile === undefined) problems.push("apiKeyFile is missing");
  return problems;
}
