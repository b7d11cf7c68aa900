// Quotas are asked for before they are missed, with room to spare, and an alarm says when four fifths are used.
import { z } from "zod";
import { listAt, numberAt, textAt } from "../../estate/inputs.ts";
import { unknown, violation } from "../facts/demand.ts";
import type { Facts } from "../facts/facts.ts";
import { look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const prometheusRule = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";

export const quotaHeadroom = defineRule({
  name: "quota-headroom",
  group: "cost",
  title: "Quotas have headroom, and an alert at 80 %",
  why: "A quota that is reached stops scaling in the middle of a test, or of an evacuation, and takes hours to raise.",
  incident:
    "The failed deployment's nodes could not grow: GCE quota exceeded, for CPUs, memory, volumes and perhaps addresses; the report asks for alerts at 80 %.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({
    percent: z.number().min(1).max(95).default(80).describe("share of a quota at which somebody is told, at the latest"),
  }),
  judge: (facts, { percent }) => [
    ...ofAws(facts, percent),
    ...ofGoogle(facts, percent),
    ...facts.ofType("kubernetes:core/v1:Namespace").flatMap((namespace): readonly Finding[] => {
      if (look(namespace.inputs, `metadata.labels["gameday/environment"]`).kind !== "value") return [];
      const name = textAt(namespace.inputs, "metadata.name");
      const quotas = facts
        .ofType("kubernetes:core/v1:ResourceQuota")
        .filter((quota) => facts.clusterOf(quota) === facts.clusterOf(namespace) && textAt(quota.inputs, "metadata.namespace") === name);
      return quotas.length > 0
        ? []
        : [violation(namespace, "", `the workloads' namespace ${name} has no quota of its own`, "a ResourceQuota of pods, CPU and memory")];
    }),
    ...facts.clusters.filter((cluster) => cluster !== "" || facts.clusters.length === 1).flatMap((cluster) => alertOf(facts, cluster, percent)),
  ],
});

/** Where machines are asked for, the vCPU quota is too, and has an alarm. */
function ofAws(facts: Facts, percent: number): readonly Finding[] {
  const regions = new Set(facts.ofType("aws:eks/nodeGroup:NodeGroup").map(({ region }) => region));
  const alarms = facts
    .ofType(alarm)
    .filter(({ inputs }) => listAt(inputs, "metricQueries").some((query) => (textAt(query, "expression") ?? "").includes("SERVICE_QUOTA(")));
  return [...regions].flatMap((region): readonly Finding[] => {
    const quotas = facts.ofType("aws:servicequotas/serviceQuota:ServiceQuota").filter((quota) => quota.region === region);
    const own = alarms.filter((one) => one.region === region);
    return [
      ...(quotas.length === 0
        ? [violation(null, region ?? "", `no quota is asked for in ${region ?? "any region"}, where nodes are`, "a ServiceQuota of vCPUs")]
        : []),
      ...(own.length === 0
        ? [violation(quotas[0] ?? null, "", `nobody hears when a quota of ${region ?? "a region"} is nearly used`, `an alarm at ${percent} %`)]
        : []),
      ...own.flatMap((one): readonly Finding[] => {
        const seen = look(one.inputs, "threshold");
        if (seen.kind === "unknown") return [unknown(one, "threshold")];
        const threshold = numberAt(one.inputs, "threshold") ?? 100;
        return threshold <= percent
          ? []
          : [violation(one, "threshold", `says at ${threshold} % that the quota is nearly used`, `threshold: ${percent}`)];
      }),
    ];
  });
}

function ofGoogle(facts: Facts, percent: number): readonly Finding[] {
  const clusters = facts.ofType("gcp:container/cluster:Cluster");
  if (clusters.length === 0) return [];
  const preferences = facts.ofType("gcp:cloudquota/sQuotaPreference:SQuotaPreference");
  const missing = clusters.filter((cluster) => !preferences.some(({ region }) => region === cluster.region));
  const queries = facts
    .ofType("gcp:monitoring/alertPolicy:AlertPolicy")
    .flatMap(({ inputs }) => listAt(inputs, "conditions").map((condition) => textAt(condition, "conditionPrometheusQueryLanguage.query") ?? ""))
    .filter((query) => query.includes("quota"));
  const early = queries.some((query) => shareIn(query) * 100 <= percent);
  return [
    ...missing.map((cluster) => violation(cluster, "", "no quota is asked for in its region", "an SQuotaPreference of CPUs and addresses")),
    ...(early ? [] : [violation(null, "quota", "nobody hears when a quota is nearly used", `an AlertPolicy at ${percent} %`)]),
  ];
}

/** "… > 0.8": the last number that something is compared with. */
const shareIn = (query: string): number => Number([...query.matchAll(/>=?\s*(0?\.\d+)/g)].at(-1)?.[1] ?? 1);

function alertOf(facts: Facts, cluster: string, percent: number): readonly Finding[] {
  const rules = facts.ofType(prometheusRule).filter((resource) => facts.clusterOf(resource) === cluster);
  const hidden = rules.find(({ inputs }) => look(inputs, "spec.groups").kind === "unknown");
  if (hidden !== undefined) return [unknown(hidden, "spec.groups")];
  const expressions = rules.flatMap(({ inputs }) =>
    listAt(inputs, "spec.groups")
      .flatMap((group) => listAt(group, "rules"))
      .map((rule) => textAt(rule, "expr") ?? ""),
  );
  if (expressions.some((text) => text.includes("kube_resourcequota") && shareIn(text) * 100 <= percent)) return [];
  const where = cluster === "" ? "the cluster" : `the cluster of ${cluster}`;
  return [violation(rules[0] ?? null, "spec.groups", `${where} has no alert when ${percent} % of a namespace's quota are used`, "QuotaHeadroomLow")];
}
