// A copy of every backup lies in another region.
import { z } from "zod";
import { listAt, textAt } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
import { unknown, violation } from "../facts/demand.ts";
import type { Facts } from "../facts/facts.ts";
import { items, look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

const plan = "aws:backup/plan:Plan";
const selection = "aws:backup/selection:Selection";
const vault = "aws:backup/vault:Vault";
const multiRegions = ["us", "eu", "asia"];

export const backupCopies = defineRule({
  name: "backup-copies",
  group: "data",
  title: "Backups are copied to another region",
  why: "A region that is lost takes its backups with it; the evacuation of a region is one of the game days.",
  incident: "The failed deployment's report has a second region as preparation, not as something that was there.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({}),
  judge: (facts) => [
    ...facts.ofType("aws:rds/cluster:Cluster").flatMap((cluster) => isSelected(facts, cluster)),
    ...facts.ofType(plan).flatMap((found) => ofPlan(facts, found)),
    ...facts.ofType("gcp:sql/databaseInstance:DatabaseInstance").flatMap(ofDatabase),
    ...facts.ofType("gcp:gkebackup/backupPlan:BackupPlan").flatMap((found) => ofClusterPlan(facts, found)),
  ],
});

/** The plan of a database's region takes what has its tag. */
function isSelected(facts: Facts, cluster: Resource): readonly Finding[] {
  const chosen = facts
    .ofType(selection)
    .filter(({ region }) => region === cluster.region)
    .flatMap(({ inputs }) => listAt(inputs, "selectionTags"))
    .some(
      (tag) =>
        look(cluster.inputs, `tags["${textAt(tag, "key") ?? ""}"]`).kind === "value" &&
        textAt(cluster.inputs, "tags.gameday:backup") === textAt(tag, "value"),
    );
  return chosen
    ? []
    : [violation(cluster, "tags", "is in no backup plan of its region: its tag is selected by none", "the tag that the plan's selection names")];
}

function ofPlan(facts: Facts, found: Resource): readonly Finding[] {
  const rules = items(found.inputs, "rules");
  if (rules.unknown) return [unknown(found, "rules")];
  const vaults = facts.sources(found, "rules", vault);
  return rules.items.flatMap(({ path, value }): readonly Finding[] => {
    const copies = items(found.inputs, `${path}.copyActions`);
    if (copies.unknown) return [unknown(found, `${path}.copyActions`)];
    const name = textAt(value, "ruleName") ?? path;
    if (copies.items.length === 0)
      return [violation(found, `${path}.copyActions`, `the rule ${name} copies nothing`, "a copy to another region's vault")];
    return copies.items.flatMap((copy): readonly Finding[] => {
      const place = `${copy.path}.destinationVaultArn`;
      const seen = look(found.inputs, place);
      const region = seen.kind === "value" ? String(seen.value).split(":")[3] : null;
      if (region === found.region) return [violation(found, place, `the rule ${name} copies into its own region`, "another region's vault")];
      if (seen.kind === "absent") return [violation(found, place, `the rule ${name} copies to nowhere`, "another region's vault")];
      if (seen.kind !== "unknown") return [];
      // The vault's address is known later; its region is not, where the stack makes it.
      return vaults.some((other) => other.region !== found.region) ? [] : [unknown(found, place)];
    });
  });
}

function ofDatabase(resource: Resource): readonly Finding[] {
  if (resource.inputs["masterInstanceName"] !== undefined) return [];
  const place = "settings.backupConfiguration.location";
  const seen = look(resource.inputs, place);
  if (seen.kind === "unknown") return [unknown(resource, place)];
  const elsewhere = seen.kind === "value" && (multiRegions.includes(String(seen.value)) || seen.value !== resource.region);
  return elsewhere ? [] : [violation(resource, place, "its backups lie in its own region", "a multi-region, such as us or eu")];
}

function ofClusterPlan(facts: Facts, found: Resource): readonly Finding[] {
  const clusters = facts.sources(found, "cluster", "gcp:container/cluster:Cluster");
  if (clusters.length === 0) return [unknown(found, "cluster")];
  return clusters.some((cluster) => cluster.region === textAt(found.inputs, "location"))
    ? [violation(found, "location", "the cluster's backups lie in its own region", "another region")]
    : [];
}
