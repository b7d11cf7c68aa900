// `gameday render <stack>`: the Kubernetes manifests of an environment as files, and the values of its charts. `gameday render <plan> --engine <engine>`: a
// plan as the documents that the engine takes.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { filesOf } from "../../../estate/manifests/files.ts";
import { manifestsOf } from "../../../estate/manifests/manifests.ts";
import { recordEstate } from "../../adapters/recorded-estate.ts";
import { loadPlan } from "../../adapters/run-folder/plan-file.ts";
import { home } from "../home.ts";
import { engines, renderPlan, type PlanRendering } from "../render/render-plan.ts";

interface Options extends PlanRendering {
  readonly output?: string;
  readonly settings?: string;
  readonly engine?: string;
}

export function addRender(program: Command): void {
  program
    .command("render")
    .argument("<stack or plan>", "base, stress, chaos, ultimate, google or kubernetes; with --engine, a plan's name or file")
    .option("--output <folder>", "where to, default .gameday/render/<stack or plan>; what is there is replaced")
    .option("--settings <file>", "settings in place of stacks/settings/Pulumi.<stack>.yaml")
    .option("--engine <engine>", `a plan for one of ${engines.join(", ")}`)
    .option("--stack <stack>", "litmus and k6: the stack that the plan runs on, by name or by its outputs; fis and argo: its name, default chaos")
    .option("--account <digits>", "fis: the AWS account")
    .option("--image <image>", "argo: the image with gameday in it, by its digest")
    .description("write the Kubernetes manifests of a stack, a folder a region, in the order of application; or a plan for an engine")
    .action(async (name: string, { engine, ...options }: Options) => {
      process.stdout.write(engine === undefined ? await writeStack(name, options) : await writePlan(name, engine, options));
      process.exitCode = 0;
    });
}

async function writeStack(stack: string, { output, settings }: Options): Promise<string> {
  const { estate } = await recordEstate(stack, settings);
  const rendered = manifestsOf(estate);
  const folder = resolve(output ?? join(home(), ".gameday", "render", stack));
  // Only what a rendering writes is taken away: a folder of somebody's own stays as it is.
  for (const region of new Set([...estate.regions, "global"])) await rm(join(folder, region), { recursive: true, force: true });
  await writeFiles(folder, filesOf(rendered));
  return `${rendered.manifests.length} objects and the values of ${rendered.charts.length} charts in ${folder}\n`;
}

async function writePlan(name: string, engine: string, options: Options): Promise<string> {
  const plan = await loadPlan(name);
  const { files, leftOut } = await renderPlan(plan, engine, options, home());
  const folder = join(resolve(options.output ?? join(home(), ".gameday", "render", plan.name)), engine);
  await rm(folder, { recursive: true, force: true });
  await writeFiles(folder, files);
  return [...leftOut.map(({ fault, reason }) => `left out: ${fault}: ${reason}`), `${files.size} files of ${plan.name} in ${folder}`, ""].join("\n");
}

async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
