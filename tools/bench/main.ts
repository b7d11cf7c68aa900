// `npm run bench [row …]`: one row, or all of them where none is named. Prints a table, and writes JSON into .gameday/bench.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { provenance } from "../../gameday/adapters/machine/provenance.ts";
import { Gameday } from "../../tests/gameday-process.ts";
import { root } from "../test/files.ts";
import { aborts } from "./aborts.ts";
import { peerAborts } from "./aborts-peer.ts";
import { installChaosToolkit } from "./parts/chaos-toolkit.ts";
import { detection } from "./detection.ts";
import { falseAborts } from "./false-aborts.ts";
import { faultLatency } from "./faults.ts";
import { leftBehind } from "./left-behind.ts";
import { loadReached } from "./load.ts";
import { regionAborts } from "./region-aborts.ts";
import { reportScale } from "./report-scale.ts";
import { printRow, type Row } from "./row.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const benches: Readonly<Record<string, () => Promise<Row[]>>> = {
  load: () => onStack(loadReached),
  aborts: () => onStack(aborts),
  "aborts-peer": () => onStack(async (gameday, outputs) => peerAborts(gameday, outputs, await installChaosToolkit(say))),
  "region-aborts": () => onStack(regionAborts),
  detection: () => onStack(detection),
  faults: () => onStack(async (gameday, outputs) => faultLatency(gameday, outputs, await installChaosToolkit(say))),
  "left-behind": () => onStack(async (gameday, outputs) => leftBehind(gameday, outputs, await installChaosToolkit(say))),
  "false-aborts": () => onStack(falseAborts),
  report: () => inFolder(reportScale),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => benches[name] === undefined);
if (unknown.length > 0) throw new Error(`there is no row ${unknown.join(", ")}: the rows are ${Object.keys(benches).join(", ")}`);
const results = join(root, ".gameday", "bench");
await mkdir(results, { recursive: true });
for (const [name, measure] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const started = Date.now();
  const rows = await measure();
  for (const row of rows) say(printRow(row));
  const told = { bench: name, at: new Date(started).toISOString(), seconds: (Date.now() - started) / 1_000, ...(await provenance({})), rows };
  await writeFile(join(results, `${name}.json`), `${JSON.stringify(told, null, 2)}\n`);
  if (!rows.every(({ held }) => held)) process.exitCode = 1;
}

async function onStack(measure: (gameday: Gameday, outputs: Awaited<ReturnType<Gameday["up"]>>) => Promise<Row[]>): Promise<Row[]> {
  await using gameday = await Gameday.create();
  return await measure(gameday, await gameday.up());
}

async function inFolder(measure: (folder: string) => Promise<Row[]>): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "proving-ground-bench-"));
  try {
    return await measure(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
