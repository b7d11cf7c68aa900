// `node tools/images/bundle.ts <folder>`: everything that the workloads' image holds beside Node itself.
import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A file for each program of workloads/, and what they read. Returns the programs' names. */
export async function bundleWorkloads(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, "workloads"), { withFileTypes: true });
  const files = await readdir(join(root, "workloads"), { recursive: true });
  const names = entries.map(({ name }) => name).filter((name) => files.includes(join(name, "main.ts")));
  const target = join(folder, "workloads");
  await mkdir(target, { recursive: true });
  await build({
    absWorkingDir: root,
    // The reaper is no workload, and lives by the same image: one to build, to scan and to pin.
    entryPoints: { ...Object.fromEntries(names.map((name) => [name, `workloads/${name}/main.ts`])), reaper: "gameday/reaper/main.ts" },
    outdir: target,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    // Drivers that are CommonJS ask for Node's modules in their own way.
    banner: { js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);' },
    // The driver looks for it and does without.
    external: ["pg-native"],
    legalComments: "linked",
    logLevel: "warning",
  });
  await copyFile(join(root, "workloads/platform/schema.sql"), join(target, "schema.sql"));
  await writeFile(join(folder, "package.json"), '{ "type": "module" }\n');
  return names;
}

if (import.meta.main) {
  const [, , folder] = process.argv;
  if (folder === undefined) throw new Error("usage: node tools/images/bundle.ts <folder>");
  process.stdout.write(`${(await bundleWorkloads(folder)).join(" ")}\n`);
}
