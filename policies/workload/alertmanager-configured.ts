// Every cluster with a Prometheus has an Alertmanager that knows whom to tell.
import { z } from "zod";
import { isRecord } from "../../estate/inputs.ts";
import { unknownValue, type Resource } from "../../estate/resource.ts";
import { chartName } from "../charts/table.ts";
import { unknown, violation } from "../facts/demand.ts";
import { items, look, texts } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

const hidden = "[secret]";
const own = "values.alertmanager.config.receivers";
const secret = "values.alertmanager.alertmanagerSpec.configSecret";

export const alertmanagerConfigured = defineRule({
  name: "alertmanager-configured",
  group: "workload",
  title: "Alertmanager has a configuration in every cluster",
  why: "Alerts that reach nobody are not alerts; the chart's own configuration sends everything to a receiver called null.",
  incident: "The failed deployment's Alertmanager had no configuration; its 9 failed pods and 19 waiting load balancers were found by looking.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({}),
  judge: (facts) => {
    const stacks = facts.ofType("kubernetes:helm.sh/v3:Release").filter((resource) => chartName(resource) === "kube-prometheus-stack");
    const without = facts.clusters
      .filter((cluster) => cluster !== "" || facts.clusters.length === 1)
      .filter((cluster) => !stacks.some((resource) => facts.clusterOf(resource) === cluster))
      .map((cluster) => {
        const where = cluster === "" ? "the cluster" : `the cluster of ${cluster}`;
        return violation(null, cluster, `${where} has no Alertmanager that this stack configures`, "the monitoring component, with a receiver");
      });
    return [
      ...without,
      ...stacks.flatMap((resource): readonly Finding[] => {
        const [named, enabled] = [look(resource.inputs, secret), look(resource.inputs, "values.alertmanager.enabled")];
        if (enabled.kind === "value" && enabled.value === false)
          return [violation(resource, "values.alertmanager.enabled", "Alertmanager is switched off", "leave it on, and give it a receiver")];
        if (named.kind === "unknown") return [unknown(resource, secret)];
        return named.kind === "value" ? [] : ofReceivers(resource);
      }),
    ];
  },
});

/** A receiver of a name alone takes alerts, and tells nobody; the chart's own is one. */
function ofReceivers(resource: Resource): readonly Finding[] {
  const remedy = "a Secret with alertmanager.yaml and receivers";
  const seen = look(resource.inputs, own);
  if (seen.kind === "absent") return [violation(resource, secret, "Alertmanager has no configuration: alerts reach nobody", remedy)];
  if (seen.kind === "value" && seen.value === hidden) return [];
  const receivers = items(resource.inputs, own);
  if (receivers.items.some(({ value }) => isRecord(value) && Object.keys(value).some((key) => key !== "name" && isTold(value[key])))) return [];
  if (receivers.unknown || [...texts(seen.kind === "value" ? seen.value : null)].some(({ text }) => text === unknownValue))
    return [unknown(resource, own)];
  return [violation(resource, own, "Alertmanager has no receiver that tells anybody: alerts reach nobody", remedy)];
}

/** Ways to tell, such as email_configs; a secret one is one, too. */
const isTold = (ways: unknown): boolean => ways === hidden || (Array.isArray(ways) && ways.length > 0);
