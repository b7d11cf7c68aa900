// `gameday render <stack>`: the Kubernetes manifests of an environment as files, and the values of its charts.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { filesOf } from "../../../estate/manifests/files.ts";
import { manifestsOf } from "../../../estate/manifests/manifests.ts";
import { recordEstate } from "../../adapters/recorded-estate.ts";
import { home } from "../home.ts";

interface Options {
  readonly output?: string;
  readonly settings?: string;
}

export function addRender(program: Command): void {
  program
    .command("render")
    .argument("<stack>", "base, stress, chaos, ultimate, google or kubernetes")
    .option("--output <folder>", "where to, default .gameday/render/<stack>; what is there is replaced")
    .option("--settings <file>", "settings in place of stacks/settings/Pulumi.<stack>.yaml")
    .description("write the Kubernetes manifests, a folder a region, in the order of application")
    .action(async (stack: string, { output, settings }: Options) => {
      const { estate } = await recordEstate(stack, settings);
      const rendered = manifestsOf(estate);
      const files = filesOf(rendered);
      const folder = resolve(output ?? join(home(), ".gameday", "render", stack));
      // Only what a rendering writes is taken away: a folder of somebody's own stays as it is.
      for (const region of new Set([...estate.regions, "global"])) await rm(join(folder, region), { recursive: true, force: true });
      for (const [path, text] of files) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), text);
      }
      process.stdout.write(`${rendered.manifests.length} objects and the values of ${rendered.charts.length} charts in ${folder}\n`);
      process.exitCode = 0;
    });
}
