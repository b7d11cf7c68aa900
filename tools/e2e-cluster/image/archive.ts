// Images without a registry: an OCI layout in one tar archive, which containerd imports. The digests are known as soon as it is written.
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { tar, type TarEntry } from "./tar.ts";

export type Layer = readonly TarEntry[];

export interface ImageSource {
  /** Registry and path, without tag or digest. */
  readonly repository: string;
  /** Other references that it is to answer to, whole, with their tags. */
  readonly aliases?: readonly string[];
  /** Lowest first. One and the same array in several images is written once. */
  readonly layers: readonly Layer[];
  readonly settings: {
    readonly Entrypoint?: readonly string[];
    readonly Cmd?: readonly string[];
    readonly Env?: readonly string[];
    readonly User?: string;
    readonly WorkingDir?: string;
  };
}

interface Blob {
  readonly digest: string;
  readonly size: number;
}

/** Returns each repository with the digest that its image has. `folder` may be thrown away afterwards. */
export async function writeArchive(file: string, folder: string, images: readonly ImageSource[]): Promise<ReadonlyMap<string, string>> {
  const blobs = join(folder, "blobs", "sha256");
  await mkdir(blobs, { recursive: true });
  const written = new Map<Layer, Blob>();
  const manifests: unknown[] = [];
  const references = new Map<string, string>();
  const all = new Map<string, Blob>();
  for (const { repository, aliases = [], layers, settings } of images) {
    for (const layer of layers) if (!written.has(layer)) written.set(layer, await writeBlob(blobs, tar(layer)));
    const parts = layers.flatMap((layer) => written.get(layer) ?? []);
    const config = await writeBlob(
      blobs,
      json({ architecture: "amd64", os: "linux", config: settings, rootfs: { type: "layers", diff_ids: parts.map(({ digest }) => digest) } }),
    );
    const manifest = await writeBlob(
      blobs,
      json({
        schemaVersion: 2,
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        config: { mediaType: "application/vnd.oci.image.config.v1+json", ...config },
        layers: parts.map((part) => ({ mediaType: "application/vnd.oci.image.layer.v1.tar", ...part })),
      }),
    );
    for (const blob of [...parts, config, manifest]) all.set(blob.digest, blob);
    references.set(repository, manifest.digest);
    for (const name of [`${repository}@${manifest.digest}`, `${repository}:here`, ...aliases])
      manifests.push({
        mediaType: "application/vnd.oci.image.manifest.v1+json",
        ...manifest,
        platform: { architecture: "amd64", os: "linux" },
        annotations: { "io.containerd.image.name": name },
      });
  }
  const plain = (path: string, value: unknown): TarEntry => ({ path, mode: 0o644, kind: "text", text: JSON.stringify(value) });
  await pipeline(
    Readable.from(
      tar([
        plain("oci-layout", { imageLayoutVersion: "1.0.0" }),
        plain("index.json", { schemaVersion: 2, manifests }),
        ...[...all.keys()].map((digest): TarEntry => ({
          path: `blobs/${digest.replace(":", "/")}`,
          mode: 0o644,
          kind: "file",
          from: join(blobs, digest.slice(7)),
        })),
      ]),
    ),
    createWriteStream(file),
  );
  await rm(folder, { recursive: true });
  return references;
}

const json = (value: unknown): readonly Buffer[] => [Buffer.from(JSON.stringify(value))];

async function writeBlob(folder: string, content: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<Blob> {
  const hash = createHash("sha256");
  const draft = join(folder, "draft");
  let size = 0;
  await writeFile(
    draft,
    (async function* () {
      for await (const part of content) {
        hash.update(part);
        size += part.length;
        yield part;
      }
    })(),
  );
  const digest = hash.digest("hex");
  await rename(draft, join(folder, digest));
  return { digest: `sha256:${digest}`, size };
}
