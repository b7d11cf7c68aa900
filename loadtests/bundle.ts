// Bundles a load program for k6: `bundle.ts <scenario> <folder>` prints the path of one JavaScript file. k6's own modules stay outside.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const scenarios = fileURLToPath(new URL("./scenarios", import.meta.url));
const [scenario = "", folder = "."] = process.argv.slice(2);

const known = (await readdir(scenarios)).map((file) => file.replace(/\.ts$/, ""));
if (known.includes(scenario)) {
  const outfile = join(folder, `${scenario}.js`);
  await build({
    entryPoints: [join(scenarios, `${scenario}.ts`)],
    outfile,
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    external: ["k6", "k6/*"],
    logLevel: "silent",
  });
  process.stdout.write(`${outfile}\n`);
} else {
  process.stderr.write(`there is no load scenario ${scenario}: there are ${known.join(", ")}\n`);
  process.exitCode = 64;
}
