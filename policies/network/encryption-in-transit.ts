// Connections to data stores, and between pods, are encrypted, and refused where they are not.
import { z } from "zod";
import { at, listAt, textAt } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
import { demands, isOneOf, isTrue, unknown, violation, type Demand } from "../facts/demand.ts";
import type { Facts } from "../facts/facts.ts";
import { look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

const replicationGroup = "aws:elasticache/replicationGroup:ReplicationGroup";
const databaseCluster = "aws:rds/cluster:Cluster";

/** A member of a global group takes this from the first. */
const alone: NonNullable<Demand["of"]> = ({ inputs }) => inputs["globalReplicationGroupId"] === undefined;

const rows: readonly Demand[] = [
  {
    type: replicationGroup,
    path: "transitEncryptionEnabled",
    of: alone,
    holds: isTrue,
    message: "speaks in clear",
    remedy: "transitEncryptionEnabled: true",
  },
  {
    type: replicationGroup,
    path: "transitEncryptionMode",
    of: alone,
    holds: isOneOf("required"),
    message: "takes connections in clear beside encrypted ones",
    remedy: "transitEncryptionMode: required",
  },
  { type: "aws:rds/proxy:Proxy", path: "requireTls", holds: isTrue, message: "takes connections in clear", remedy: "requireTls: true" },
  {
    type: "gcp:sql/databaseInstance:DatabaseInstance",
    path: "settings.ipConfiguration.sslMode",
    holds: isOneOf("ENCRYPTED_ONLY", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"),
    message: "takes connections in clear",
    remedy: "sslMode: ENCRYPTED_ONLY",
  },
  {
    type: "gcp:redis/instance:Instance",
    path: "transitEncryptionMode",
    holds: isOneOf("SERVER_AUTHENTICATION"),
    message: "speaks in clear",
    remedy: "transitEncryptionMode: SERVER_AUTHENTICATION",
  },
];

export const encryptionInTransit = defineRule({
  name: "encryption-in-transit",
  group: "network",
  title: "Encryption in transit, to data stores and between pods",
  why: "Inside a network is not inside a wall: whoever has one pod, or one mirror of traffic, reads what the others say.",
  incident: "The failed deployment's report asks for secure channels between its agents; the services that it lists speak plain HTTP on port 8080.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({
    rootNamespace: z.string().default("istio-system").describe("where a mesh's own policy stands for all namespaces"),
  }),
  judge: (facts, { rootNamespace }) => [
    ...demands(facts, rows),
    ...facts.ofType(databaseCluster).flatMap((resource) => ofParameters(facts, resource)),
    ...facts.clusters.flatMap((name) => ofMesh(facts, name, rootNamespace)),
    ...facts.ofType("kubernetes:security.istio.io/v1:PeerAuthentication").flatMap(ofPeers),
  ],
});

/** Aurora takes connections in clear, unless the cluster's parameters refuse them. */
function ofParameters(facts: Facts, resource: Resource): readonly Finding[] {
  const given = textAt(resource.inputs, "dbClusterParameterGroupName");
  const named = facts.ofType("aws:rds/clusterParameterGroup:ClusterParameterGroup").filter(({ inputs }) => inputs["name"] === given);
  const groups = [...facts.sources(resource, "dbClusterParameterGroupName", "aws:rds/clusterParameterGroup:ClusterParameterGroup"), ...named];
  if (groups.length === 0 && look(resource.inputs, "dbClusterParameterGroupName").kind === "unknown")
    return [unknown(resource, "dbClusterParameterGroupName")];
  const forced = groups.some(({ inputs }) =>
    listAt(inputs, "parameters").some((parameter) => at(parameter, "name") === "rds.force_ssl" && String(at(parameter, "value")) === "1"),
  );
  return forced
    ? []
    : [violation(groups[0] ?? resource, "parameters", "Postgres takes connections in clear", "rds.force_ssl = 1 in its parameter group")];
}

function ofMesh(facts: Facts, cluster: string, rootNamespace: string): readonly Finding[] {
  const own = facts
    .ofType("kubernetes:security.istio.io/v1:PeerAuthentication")
    .filter((resource) => facts.clusterOf(resource) === cluster && textAt(resource.inputs, "metadata.namespace") === rootNamespace);
  if (cluster === "" && facts.clusters.length > 1) return [];
  // One with a selector is for the workloads that it selects, and leaves all others as they were.
  const selected = own.map((resource) => ({ resource, kind: look(resource.inputs, "spec.selector").kind }));
  if (selected.some(({ kind }) => kind === "absent")) return [];
  const unsure = selected.find(({ kind }) => kind === "unknown");
  if (unsure !== undefined) return [unknown(unsure.resource, "spec.selector")];
  const where = cluster === "" ? "the cluster" : `the cluster of ${cluster}`;
  return [
    violation(null, cluster, `${where} has no policy of its mesh's that asks for mTLS`, `a PeerAuthentication in ${rootNamespace}, mode STRICT`),
  ];
}

/** A whole namespace's policy must be strict; one port of one workload may take requests from outside the mesh. */
function ofPeers(resource: Resource): readonly Finding[] {
  const mode = look(resource.inputs, "spec.mtls.mode");
  if (mode.kind === "unknown") return [unknown(resource, "spec.mtls.mode")];
  return mode.kind === "value" && mode.value === "STRICT"
    ? []
    : [violation(resource, "spec.mtls.mode", "takes requests in clear between pods", "mode STRICT, and portLevelMtls for a port that must not be")];
}
