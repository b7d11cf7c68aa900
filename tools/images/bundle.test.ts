// What the image holds: each program runs from it by itself, far from the project's packages.
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { workloadServices } from "../../model/protocol/workload.ts";
import { bundleWorkloads } from "./bundle.ts";

const run = promisify(execFile);
let folder = "";
let names: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "proving-ground-image-"));
  names = await bundleWorkloads(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("every service is there, the tables and what applies them", async () => {
  expect(names.toSorted()).toEqual([...workloadServices, "schema"].toSorted());
  expect(await readdir(join(folder, "workloads"))).toEqual(
    expect.arrayContaining([...workloadServices.map((name) => `${name}.js`), "schema.js", "schema.sql"]),
  );
});

test.for([...workloadServices, "schema"])("%s starts, and says that it has no configuration", async (name) => {
  const ended = run(process.execPath, [join(folder, "workloads", `${name}.js`), join(folder, "none.json")], { cwd: folder });
  await expect(ended).rejects.toMatchObject({ code: 1, stdout: expect.stringMatching(/ENOENT.*none\.json/), stderr: "" });
});
