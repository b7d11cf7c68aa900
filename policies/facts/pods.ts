// Pods of an estate: every template that a workload makes pods from, with its containers and where they stand in the inputs.
import { isRecord, textAt } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
import { chartOf } from "../charts/table.ts";
import type { Facts } from "./facts.ts";
import { items, look } from "./look.ts";

export interface Container {
  readonly resource: Resource;
  readonly name: string;
  /** Place of the container in the inputs; of a chart's container, of its resources. */
  readonly path: string;
  readonly value: unknown;
  /** "main" is there as long as its pod, "initial" before it, "job" until its work is done, "chart" is made by a chart's templates. */
  readonly kind: "main" | "initial" | "job" | "chart";
}

/** Type → where its pod template's spec stands. */
const templates: Readonly<Record<string, string>> = {
  "kubernetes:core/v1:Pod": "spec",
  "kubernetes:apps/v1:Deployment": "spec.template.spec",
  "kubernetes:apps/v1:StatefulSet": "spec.template.spec",
  "kubernetes:apps/v1:DaemonSet": "spec.template.spec",
  "kubernetes:batch/v1:Job": "spec.template.spec",
  "kubernetes:batch/v1:CronJob": "spec.jobTemplate.spec.template.spec",
};

export interface Pod {
  readonly resource: Resource;
  /** Place of its spec. */
  readonly path: string;
  readonly namespace: string;
  readonly job: boolean;
}

export const podsOf = (facts: Facts): readonly Pod[] =>
  Object.entries(templates).flatMap(([type, path]) =>
    facts.ofType(type).map((resource) => ({ resource, path, namespace: namespaceOf(resource), job: type.startsWith("kubernetes:batch/") })),
  );

export const namespaceOf = ({ inputs }: Resource): string => textAt(inputs, "metadata.namespace") ?? textAt(inputs, "namespace") ?? "default";

/** Containers of pods, and of charts that a reader knows. What is wholly unknown is one container without a value. */
export function containersOf(facts: Facts): readonly Container[] {
  const own = podsOf(facts).flatMap(({ resource, path, job }) => [
    ...containersAt(resource, `${path}.initContainers`, "initial"),
    ...containersAt(resource, `${path}.containers`, job ? "job" : "main"),
  ]);
  const ofCharts = facts.ofType("kubernetes:helm.sh/v3:Release").flatMap((resource) =>
    (chartOf(resource)?.containers ?? []).flatMap(({ name, resources, when, unless }): readonly Container[] => {
      if ((when !== undefined && !isSwitched(resource, when, false)) || (unless !== undefined && !isSwitched(resource, unless, true))) return [];
      return [{ resource, name, path: `values.${resources}`, value: null, kind: "chart" }];
    }),
  );
  return [...own, ...ofCharts];
}

function containersAt(resource: Resource, path: string, kind: Container["kind"]): readonly Container[] {
  const { items: found, unknown } = items(resource.inputs, path);
  if (unknown) return [{ resource, name: "", path, value: null, kind }];
  return found.map(({ path: place, value }) => ({ resource, name: isRecord(value) ? String(value["name"]) : "", path: place, value, kind }));
}

/** What is unknown is taken for on. */
function isSwitched(resource: Resource, path: string, byDefault: boolean): boolean {
  const seen = look(resource.inputs, `values.${path}`);
  return seen.kind === "absent" ? byDefault : seen.kind === "unknown" || seen.value !== false;
}
