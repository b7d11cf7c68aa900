// `npm run bench:iac`: time and memory of a preview at 1, 3 and 9 regions. Nine have no clouds: the three, three times, under made-up names.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { growth, median, type Measured } from "./figures.ts";
import { measureProcess } from "./measure.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const environment = "ultimate";
/** The median of so many runs each; one before them fills the compile cache. */
const runs = 3;
/** A region more may cost this much more at nine than at three, and no more: what is done once per region must not be done once per pair. */
const limit = 3.6;

const settingsSchema = z.looseObject({ config: z.looseObject({ "proving-ground:settings": z.looseObject({}) }) });

const folder = await mkdtemp(join(tmpdir(), "bench-iac-"));
try {
  const one = await onlyPrimary(folder);
  const cases = [
    { regions: 1, words: ["--settings", one] },
    { regions: 3, words: [] },
    { regions: 9, words: ["--regions-times", "3"] },
  ];
  const measured: Measured[] = [];
  for (const { regions, words } of cases) {
    const all = [];
    for (let run = 0; run <= runs; run += 1) {
      const ended = await measureProcess(join(root, "stacks/record.ts"), [environment, ...words]);
      if (run > 0) all.push(ended);
    }
    const [first] = all;
    measured.push({
      regions,
      seconds: median(all.map(({ seconds }) => seconds)),
      cpuSeconds: median(all.map(({ cpuSeconds }) => cpuSeconds)),
      megabytes: median(all.map(({ megabytes }) => megabytes)),
      resources: first === undefined ? 0 : z.object({ resources: z.array(z.unknown()) }).parse(JSON.parse(first.stdout)).resources.length,
    });
  }
  const ratio = growth(measured);
  const kept = ratio <= limit;
  process.stdout.write(`${describe(measured, ratio, kept)}\n`);
  const report = { environment, runs, cores: cpus().length, node: process.version, at: new Date().toISOString(), measured, growth: ratio, limit };
  const place = join(root, ".gameday", "bench", "iac.json");
  await mkdir(join(root, ".gameday", "bench"), { recursive: true });
  await writeFile(place, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(`${place}\n`);
  process.exitCode = kept ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}

/** The environment's own settings, with the primary alone. */
async function onlyPrimary(place: string): Promise<string> {
  const document = settingsSchema.parse(parse(await readFile(join(root, `stacks/settings/Pulumi.${environment}.yaml`), "utf8")));
  document.config["proving-ground:settings"]["regions"] = ["us-east-1"];
  const path = join(place, "one.yaml");
  await writeFile(path, stringify(document));
  return path;
}

function describe(rows: readonly Measured[], ratio: number, kept: boolean): string {
  return [
    `preview of ${environment}, the median of ${runs} runs on ${cpus().length} cores`,
    "regions  resources  seconds  CPU seconds  megabytes",
    ...rows.map(({ regions, resources, seconds, cpuSeconds, megabytes }) =>
      [
        String(regions).padStart(7),
        String(resources).padStart(9),
        seconds.toFixed(2).padStart(7),
        cpuSeconds.toFixed(2).padStart(11),
        megabytes.toFixed(0).padStart(9),
      ].join("  "),
    ),
    `(t9 − t3) / (t3 − t1) = ${ratio.toFixed(2)} of CPU time; at most ${limit}: ${kept ? "kept" : "broken"}`,
  ].join("\n");
}
