// Disks for what claims one: folders of the node, made before they are asked for, as no provisioner is there to make them.
import { chown, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Manifest } from "../cluster.ts";

const claimingSchema = z.object({
  kind: z.literal("StatefulSet"),
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    replicas: z.int(),
    template: z.object({ spec: z.object({ securityContext: z.object({ runAsUser: z.int(), runAsGroup: z.int() }) }) }),
    volumeClaimTemplates: z.array(
      z.object({
        metadata: z.object({ name: z.string() }),
        spec: z.looseObject({ resources: z.looseObject({ requests: z.object({ storage: z.string() }) }) }),
      }),
    ),
  }),
});

/** `folder`: what the node sees as /var/lib. */
export async function volumesFor(manifests: readonly Manifest[], folder: string): Promise<Manifest[]> {
  const volumes: Manifest[] = [];
  for (const manifest of manifests) {
    const parsed = claimingSchema.safeParse(manifest);
    if (!parsed.success) continue;
    const { metadata, spec } = parsed.data;
    const { runAsUser, runAsGroup } = spec.template.spec.securityContext;
    for (const claim of spec.volumeClaimTemplates)
      for (let index = 0; index < spec.replicas; index += 1) {
        const name = `${claim.metadata.name}-${metadata.name}-${index}`;
        const place = `volumes/${metadata.namespace}/${name}`;
        await mkdir(join(folder, place), { recursive: true });
        await chown(join(folder, place), runAsUser, runAsGroup);
        volumes.push({
          apiVersion: "v1",
          kind: "PersistentVolume",
          metadata: { name: `${metadata.namespace}-${name}` },
          spec: {
            capacity: { storage: claim.spec.resources.requests.storage },
            accessModes: ["ReadWriteOnce"],
            persistentVolumeReclaimPolicy: "Retain",
            claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace: metadata.namespace, name },
            hostPath: { path: `/var/lib/${place}`, type: "Directory" },
          },
        });
      }
  }
  return volumes;
}
