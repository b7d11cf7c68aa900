// What components/ gives a cluster for faults and load: namespaces, accounts and their rights, as the environment `kubernetes` has them, and nothing else of it.
import { manifestsOf, type Manifest } from "../../estate/manifests/manifests.ts";
import { recordEstate } from "../../gameday/adapters/recorded-estate.ts";
import type { ClusterClient } from "./client.ts";

const components = ["chaos-platform", "load-platform"] as const;
/** In this order: each stands on those before it. Charts need what a test's cluster cannot pull. */
const kinds = ["Namespace", "ServiceAccount", "ClusterRole", "Role", "ClusterRoleBinding", "RoleBinding", "ConfigMap"] as const;

/** All namespaces of the environment come with their labels. */
export async function installPlatform(client: ClusterClient): Promise<void> {
  const { manifests } = manifestsOf((await recordEstate("kubernetes")).estate);
  const belongs = ({ kind, urn }: Manifest): boolean => kind === "Namespace" || components.some((name) => urn.includes(`:${name}:`));
  await client.make(...kinds.flatMap((kind) => manifests.filter((manifest) => manifest.kind === kind && belongs(manifest))).map(objectOf));
}

const objectOf = ({ document, apiVersion, kind, name, namespace }: Manifest) => ({
  ...document,
  apiVersion,
  kind,
  metadata: { ...Object(document["metadata"]), name, ...(namespace === null ? {} : { namespace }) },
});
