// What the doctor says of a machine that has everything, and of one that has nothing.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { describeFindings, examine } from "./doctor.ts";
import { ensurePrograms } from "./programs/ensure.ts";
import { programNames } from "./programs/table.ts";

const before = { ...process.env };
afterEach(() => {
  for (const name of ["PATH", "PROVING_GROUND_CACHE"]) {
    if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = before[name];
  }
});

test("where everything is there, each program is told with its version and its path", async () => {
  await ensurePrograms([...programNames], () => undefined);
  const text = describeFindings(await examine());
  for (const title of ["Node", "k6", "Toxiproxy", "Redis (with Sentinel)", "Postgres"])
    expect(text).toMatch(new RegExp(`^ {2}ok {6}${title.replaceAll(/[()]/g, "\\$&")} +v?\\d+\\.\\d+.*: /`, "m"));
  expect(text).not.toMatch(/MISSING/);
});

test("where nothing is there, each needed program is missing with the command that gets it; what is not needed is only left without", async () => {
  const empty = await mkdtemp(join(tmpdir(), "proving-ground-empty-"));
  process.env["PATH"] = empty;
  process.env["PROVING_GROUND_CACHE"] = empty;
  const findings = await examine();
  await rm(empty, { recursive: true });
  const missing = findings.filter(({ ok, needed }) => needed && !ok);
  expect(missing.map(({ name, remedy }) => [name, remedy])).toEqual(
    ["k6", "Toxiproxy", "Redis (with Sentinel)", "Postgres"].map((name) => [name, "gameday doctor --install"]),
  );
  const text = describeFindings(findings);
  expect(text.match(/^ {2}MISSING .*\n +→ gameday doctor --install$/gm)).toHaveLength(4);
  expect(text).toMatch(/^ {2}without Go +not there; needed only to build k6 and Toxiproxy\n +→ install Go 1\.26 or later$/m);
});
