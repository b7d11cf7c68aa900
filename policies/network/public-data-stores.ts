// No database, cache, queue or bucket has an address on the internet.
import { z } from "zod";
import { at, textAt } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
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
  ],
});

function ofService(resource: Resource): readonly Finding[] {
  const name = textAt(resource.inputs, "metadata.name") ?? resource.name;
  const selected = JSON.stringify(at(resource.inputs, "spec.selector") ?? {});
  if (!data.test(name) && !data.test(selected)) return [];
  const type = look(resource.inputs, "spec.type");
  if (type.kind === "unknown") return [unknown(resource, "spec.type")];
  return type.kind === "value" && (type.value === "LoadBalancer" || type.value === "NodePort")
    ? [violation(resource, "spec.type", `the data store ${name} is a ${type.value}`, "ClusterIP")]
    : [];
}
