// Every cluster with a Prometheus has an Alertmanager that knows whom to tell.
import { z } from "zod";
import { chartName } from "../charts/table.ts";
import { unknown, violation } from "../facts/demand.ts";
import { look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

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
        const [receivers, named, enabled] = [
          look(resource.inputs, own),
          look(resource.inputs, secret),
          look(resource.inputs, "values.alertmanager.enabled"),
        ];
        if (enabled.kind === "value" && enabled.value === false)
          return [violation(resource, "values.alertmanager.enabled", "Alertmanager is switched off", "leave it on, and give it a receiver")];
        if (receivers.kind === "value" || named.kind === "value") return [];
        if (receivers.kind === "unknown" || named.kind === "unknown") return [unknown(resource, named.kind === "unknown" ? secret : own)];
        return [
          violation(resource, secret, "Alertmanager has no configuration: alerts reach nobody", "a Secret with alertmanager.yaml and receivers"),
        ];
      }),
    ];
  },
});
