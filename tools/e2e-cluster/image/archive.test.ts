// Images without a registry: the archive is what tar and the OCI layout say, its digests are those of its bytes, and the same files give the same image.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { writeArchive } from "./archive.ts";
import { folder, link, text } from "./files.ts";
import type { TarEntry } from "./tar.ts";

const run = promisify(execFile);
let scratch = "";
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "proving-ground-archive-"));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

const deep = `${"a-long-name/".repeat(9)}file`;
const descriptor = z.looseObject({ digest: z.string(), size: z.int() });
const indexSchema = z.object({ manifests: z.array(descriptor.extend({ annotations: z.record(z.string(), z.string()) })) });
const manifestSchema = z.object({ config: descriptor, layers: z.array(descriptor) });

async function write(name: string): Promise<{ readonly digest: string; readonly folder: string }> {
  const source = join(scratch, "source");
  await writeFile(source, "x".repeat(1_000));
  const shared = [folder("bin"), text("bin/run", "#!/bin/sh\n", 0o755), link("bin/again", "run")];
  const layers: TarEntry[][] = [shared, [{ path: deep, mode: 0o640, kind: "file", from: source }]];
  const images = ["one", "two"].map((repository) => ({ repository, layers, settings: { Entrypoint: ["run"] }, aliases: [`${repository}:alias`] }));
  const file = join(scratch, `${name}.tar`);
  const references = await writeArchive(file, join(scratch, `${name}-blobs`), images);
  const target = join(scratch, name);
  await run("mkdir", [target]);
  await run("tar", ["--extract", "--file", file, "--directory", target]);
  return { digest: references.get("one") ?? "", folder: target };
}

test("every blob is named by its own digest, and the layers hold what was given", async () => {
  const { digest, folder: at } = await write("first");
  const blob = (name: string): Promise<Buffer> => readFile(join(at, "blobs", name.replace(":", "/")));
  const { manifests } = indexSchema.parse(JSON.parse(await readFile(join(at, "index.json"), "utf8")));
  expect(manifests.map(({ annotations }) => annotations["io.containerd.image.name"])).toEqual(
    ["one", "two"].flatMap((name) => [`${name}@${digest}`, `${name}:here`, `${name}:alias`]),
  );
  const { config, layers } = manifestSchema.parse(JSON.parse((await blob(digest)).toString()));
  for (const { digest: name, size } of [config, ...layers]) {
    const bytes = await blob(name);
    expect(bytes).toHaveLength(size);
    expect(`sha256:${createHash("sha256").update(bytes).digest("hex")}`).toBe(name);
  }
  const listed = await Promise.all(
    layers.map(({ digest: name }) => run("tar", ["--list", "--verbose", "--numeric-owner", "--file", join(at, "blobs", name.replace(":", "/"))])),
  );
  const lines = listed.flatMap(({ stdout }) =>
    stdout
      .trim()
      .split("\n")
      .map((line) => line.replaceAll(/ +/g, " ")),
  );
  expect(lines).toEqual([
    "drwxr-xr-x 0/0 0 1970-01-01 00:00 bin/",
    "-rwxr-xr-x 0/0 10 1970-01-01 00:00 bin/run",
    "lrwxrwxrwx 0/0 0 1970-01-01 00:00 bin/again -> run",
    `-rw-r----- 0/0 1000 1970-01-01 00:00 ${deep}`,
  ]);
});

test("the same files are the same image", async () => {
  expect((await write("second")).digest).toBe((await write("third")).digest);
});
