// The order in which resources can be created: each after what it depends on, and otherwise as Kubernetes likes it.
import type { Resource } from "../resource.ts";

/** What others need comes early; what acts on others comes late. The rest is between. */
const early = [
  "Namespace",
  "CustomResourceDefinition",
  "PriorityClass",
  "StorageClass",
  "ServiceAccount",
  "ClusterRole",
  "ClusterRoleBinding",
  "Role",
  "RoleBinding",
  "ResourceQuota",
  "LimitRange",
  "NetworkPolicy",
  "ConfigMap",
  "Secret",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "Service",
];
const late = ["HorizontalPodAutoscaler", "PodDisruptionBudget", "Ingress", "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"];

/** Decided by the resources alone, not by the order in which they are given. Throws where they depend on each other in a circle. */
export function applyOrder(resources: readonly Resource[]): readonly Resource[] {
  const sorted = resources.map((resource) => ({ resource, key: keyOf(resource) })).toSorted((a, b) => compare(a.key, b.key));
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const done = new Set<string>();
  const ordered: Resource[] = [];
  const visit = (resource: Resource, way: ReadonlySet<string>): void => {
    if (done.has(resource.urn)) return;
    if (way.has(resource.urn)) throw new Error(`${resource.urn} depends on itself: ${[...way].join(" → ")}`);
    const further = new Set([...way, resource.urn]);
    for (const urn of resource.dependencies.toSorted()) {
      const needed = byUrn.get(urn);
      if (needed !== undefined) visit(needed, further);
    }
    done.add(resource.urn);
    ordered.push(resource);
  };
  for (const { resource } of sorted) visit(resource, new Set());
  return ordered;
}

function keyOf({ type, name, urn }: Resource): string {
  const kind = type.split(":").at(-1) ?? "";
  const rank = early.includes(kind) ? early.indexOf(kind) : late.includes(kind) ? 200 + late.indexOf(kind) : 100;
  return [String(rank).padStart(3, "0"), kind, name, urn].join("\n");
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
