// No database, cache, queue or bucket has an address on the internet.
import { z } from "zod";
import { at, textAt } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
import { chartName, chartOf } from "../charts/table.ts";
import { demands, isFalse, isTrue, unknown, violation, type Demand } from "../facts/demand.ts";
import { look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

const blocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

const rows: readonly Demand[] = [
  {
    type: "aws:rds/clusterInstance:ClusterInstance",
    path: "publiclyAccessible",
    holds: isFalse,
    message: "has, or may be given, a public address",
    remedy: "publiclyAccessible: false",
  },
  {
    type: "aws:rds/instance:Instance",
    path: "publiclyAccessible",
    holds: isFalse,
    message: "has a public address",
    remedy: "publiclyAccessible: false",
  },
  {
    type: "gcp:sql/databaseInstance:DatabaseInstance",
    path: "settings.ipConfiguration.ipv4Enabled",
    holds: isFalse,
    message: "has a public address",
    remedy: "ipv4Enabled: false",
  },
  ...blocks.map((path) => ({
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    path,
    holds: isTrue,
    message: "the bucket may be made public",
    remedy: `${path}: true`,
  })),
];

const data = /\b(postgres|mysql|redis|valkey|mongo|elasticsearch|kibana|qdrant|kafka|rabbitmq|memcached|prometheus|alertmanager)/i;

export const publicDataStores = defineRule({
  name: "public-data-stores",
  group: "network",
  title: "No data store is public",
  why: "A password is then all that stands between the data and everybody who scans the internet.",
  incident: "The failed deployment's Prometheus had a load balancer of its own (aia-prometheus-mlops-lb), and MLflow an address on the internet.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({}),
  judge: (facts) => [
    ...demands(facts, rows),
    ...facts
      .ofType("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
      .filter((bucket) => facts.users(bucket, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").length === 0)
      .map((bucket) => violation(bucket, "", "nothing keeps the bucket from being made public", "a BucketPublicAccessBlock")),
    ...facts.ofType("kubernetes:core/v1:Service").flatMap(ofService),
    ...facts.ofType("kubernetes:helm.sh/v3:Release").flatMap(ofChart),
  ],
});

function ofService(resource: Resource): readonly Finding[] {
  const name = textAt(resource.inputs, "metadata.name") ?? resource.name;
  const selected = JSON.stringify(at(resource.inputs, "spec.selector") ?? {});
  return data.test(name) || data.test(selected) ? ofServiceType(resource, name, "spec.type") : [];
}

/** A chart's service is called as its place in the values is, "prometheus.service.type"; as the chart, where it has one alone. */
const ofChart = (resource: Resource): readonly Finding[] =>
  (chartOf(resource)?.services ?? []).flatMap((path) => {
    const name = path.replace(/\.?service\.type$/, "") || chartName(resource);
    return data.test(name) ? ofServiceType(resource, name, `values.${path}`) : [];
  });

function ofServiceType(resource: Resource, name: string, path: string): readonly Finding[] {
  const type = look(resource.inputs, path);
  if (type.kind === "unknown") return [unknown(resource, path)];
  return type.kind === "value" && (type.value === "LoadBalancer" || type.value === "NodePort")
    ? [violation(resource, path, `the data store ${name} is a ${type.value}`, "ClusterIP")]
    : [];
}
