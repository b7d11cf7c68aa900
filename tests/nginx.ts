// A real nginx for tests: the machine's own, or Debian's package unpacked into the cache, which needs no root.
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { cacheFolder } from "../tools/programs/cache.ts";
import { installProgram } from "../tools/programs/install.ts";

export interface Nginx {
  readonly path: string;
  /** To be added to the environment it is started with. */
  readonly environment: Readonly<Record<string, string>>;
}

const unpacked = {
  title: "nginx",
  commands: ["nginx"],
  versionFlag: "-v",
  needs: [1, 18],
  executable: "usr/sbin/nginx",
  cached: "nginx-debian",
  source: { from: "debian", packages: ["nginx", "libpcre2-8-0", "libssl3", "zlib1g", "libcrypt1"] },
} as const;

export async function findNginx(): Promise<Nginx> {
  for (const folder of [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"])
    if (await exists(join(folder, "nginx"))) return { path: join(folder, "nginx"), environment: {} };
  const folder = join(cacheFolder(), unpacked.cached);
  const path = join(folder, unpacked.executable);
  if (!(await exists(path))) await installProgram(unpacked, (text) => void process.stderr.write(`${text}\n`), new AbortController().signal);
  const libraries = ["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu"].map((place) => join(folder, place));
  return { path, environment: { LD_LIBRARY_PATH: libraries.join(":") } };
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
