// AWS's own models, by cfn-lint from PyPI, in a folder of its own in the cache: it carries them for every resource type, region by region.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { cacheFolder } from "../programs/cache.ts";
import { makeFolder } from "../programs/make-folder.ts";

const run = promisify(execFile);
const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));

/** Resolves with the Python that has it. Needs python3 with venv, and PyPI, the first time; other versions are another folder. */
export async function installCfnLint(say: (text: string) => void): Promise<string> {
  const pinned = createHash("sha256")
    .update(await readFile(requirements))
    .digest("hex")
    .slice(0, 12);
  const folder = join(cacheFolder(), `cfn-lint-${pinned}`);
  const python = join(folder, "bin", "python");
  if (existsSync(python)) return python;
  say("Installing cfn-lint with AWS's models from PyPI, once (about 20 s) …");
  await makeFolder(cacheFolder(), 0o755);
  const draft = await mkdtemp(join(cacheFolder(), ".cfn-lint-"));
  try {
    await run("python3", ["-m", "venv", draft]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement", requirements];
    await run(join(draft, "bin", "python"), pip);
    // It appears whole or not at all; who comes second finds the first one's.
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(python)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return python;
}
