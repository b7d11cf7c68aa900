// Faults, and what makes them, stand only where the tier allows them.
import { z } from "zod";
import { tiers } from "../../model/tiers.ts";
import { chartName } from "../charts/table.ts";
import { violation } from "../facts/demand.ts";
import { defineRule, everywhere } from "../rule.ts";
import { isChaosKind } from "./kinds.ts";

export const chaosTiers = defineRule({
  name: "chaos-tiers",
  group: "chaos",
  title: "Faults only in tiers that allow them",
  why: "An environment that others measure on, or that has no protection for its data, must not be hit; a switch that is not there cannot be thrown.",
  incident: "The failed deployment was mended in the cluster that served its public domain: there was no other to try anything in.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({}),
  judge: (facts) =>
    tiers[facts.tier].chaos
      ? []
      : facts.estate.resources
          .filter(
            (resource) => isChaosKind(resource.type) || (resource.type === "kubernetes:helm.sh/v3:Release" && chartName(resource) === "litmus-core"),
          )
          .map((resource) =>
            violation(resource, "", `injects faults, and the tier ${facts.tier} allows none`, "a tier that allows them: chaos or ultimate"),
          ),
});
