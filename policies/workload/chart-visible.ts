// A third-party chart is judged by its values, which takes a reader for it; what nobody can read is refused until somebody answers for it.
import { z } from "zod";
import { chartName, chartOf } from "../charts/table.ts";
import { unknown } from "../facts/demand.ts";
import { look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

export const chartVisible = defineRule({
  name: "chart-visible",
  group: "workload",
  title: "Every chart can be read",
  why: "A chart makes pods, services and rights that stand in no resource of the stack: a rule that cannot see them would say nothing, which sounds like yes.",
  incident: "The failed deployment's Grafana and Prometheus each had a load balancer of its own, which the report then had to find and delete.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({}),
  judge: (facts) =>
    facts.ofType("kubernetes:helm.sh/v3:Release").flatMap((resource): readonly Finding[] => {
      if (look(resource.inputs, "chart").kind === "unknown") return [unknown(resource, "chart")];
      if (chartOf(resource) !== null) return [];
      const message = `the chart ${chartName(resource)} is not visible: no reader knows its values`;
      return [
        { resource, path: "chart", message, remedy: "a reader in policies/charts, or a waiver that says who has looked", state: "not-visible" },
      ];
    }),
});
