// What components/ gives a cluster for faults and load: namespaces, accounts and their rights, as the environment `kubernetes` has them, and nothing else of it.
import { manifestsOf, type Manifest } from "../../estate/manifests/manifests.ts";
import { recordEstate } from "../../gameday/adapters/recorded-estate.ts";
import type { ClusterClient } from "./client.ts";

const components = ["chaos-platform", "load-platform"] as const;
/** In this order: each stands on those before it. Charts need what a test's cluster cannot pull. */
const kinds = ["Namespace", "ServiceAccount", "ClusterRole", "Role", "ClusterRoleBinding", "RoleBinding", "ConfigMap"] as const;

/** Regions' namespaces come with their labels. Returns what was made, kind and name. */
export async function installPlatform(client: ClusterClient): Promise<readonly string[]> {
  const { manifests } = manifestsOf((await recordEstate("kubernetes")).estate);
  const regions = manifests.filter(({ kind, urn }) => kind === "Namespace" && urn.includes("RegionNamespace$"));
  const own = kinds.flatMap((kind) =>
    manifests.filter((manifest) => manifest.kind === kind && components.some((name) => manifest.urn.includes(`:${name}:`))),
  );
  await client.make(...[...regions, ...own].map(objectOf));
  return [...regions, ...own].map(({ kind, namespace, name }) => `${kind} ${namespace === null ? "" : `${namespace}/`}${name}`);
}

const objectOf = ({ document, apiVersion, kind, name, namespace }: Manifest) => ({
  ...document,
  apiVersion,
  kind,
  metadata: { ...Object(document["metadata"]), name, ...(namespace === null ? {} : { namespace }) },
});
