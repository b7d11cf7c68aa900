// `npm run bench:cluster`: time and API calls to look before a run, to pick its targets, to see one replaced and to verify that nothing is left, among ever more pods.
import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { closeClusters } from "../../gameday/adapters/cluster/clusters.ts";
import { Cluster } from "../../tests/cluster/cluster.ts";
import { openDrivenShop } from "../../tests/cluster/driven-shop.ts";
import { installPlatform } from "../../tests/cluster/platform.ts";
import { describe, grown, summarize, type Row } from "./figures.ts";
import { measure } from "./measure.ts";

const sizes = [160, 2_000, 5_000];
/** The median of so many. */
const rounds = 3;

const say = (text: string): void => void process.stderr.write(`${text}\n`);
await using cluster = await Cluster.start({ nodes: 100, litmus: true });
await installPlatform(cluster.client);
const rows: Row[] = [];
for (const pods of sizes) {
  say(`${pods} pods …`);
  await using shop = await openDrivenShop(cluster, pods);
  const path = await shop.outputs("bench");
  const all = [];
  for (let round = 0; round < rounds; round += 1) all.push(await measure(cluster, path));
  rows.push({ pods, steps: summarize(all) });
}
await closeClusters();

const growing = grown(rows);
process.stdout.write(`${describe(rows)}\n`);
const folder = fileURLToPath(new URL("../../.gameday/bench", import.meta.url));
const place = join(folder, "cluster.json");
await mkdir(folder, { recursive: true });
const report = { rounds, cores: cpus().length, node: process.version, at: new Date().toISOString(), rows };
await writeFile(place, `${JSON.stringify(report, null, 2)}\n`);
process.stdout.write(`${place}\n`);
for (const step of growing) process.stdout.write(`FAILED: the calls of "${step}" grow with the pods\n`);
process.exitCode = growing.length === 0 ? 0 : 1;
