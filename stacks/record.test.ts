// The recorder as the process that it is: an estate on standard output, or all problems of the settings and exit code 64.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { estateSchema } from "../estate/resource.ts";

const program = fileURLToPath(new URL("record.ts", import.meta.url));
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "record-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (...words: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [program, ...words], { maxBuffer: 64 * 1024 ** 2 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
  });

test("a namespace's environment is recorded with no cloud, no credentials and nothing secret in clear", { timeout: 60_000 }, async () => {
  const { code, stdout, stderr } = await run("kubernetes");
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const estate = estateSchema.parse(JSON.parse(stdout));
  expect(estate.regions).toEqual(["us-east-1", "eu-west-1", "ap-southeast-1"]);
  expect(estate.resources.length).toBeGreaterThan(100);
  expect(stdout).not.toContain("recorded-secret");
});

test("bad settings: every problem in one message, exit code 64, no estate", { timeout: 60_000 }, async () => {
  const path = join(folder, "bad.yaml");
  await writeFile(
    path,
    "config:\n  proving-ground:settings:\n    owner: platform\n    regions: [us-east-1, mars]\n    phases: [extreme]\n    addressSpace: 10.0.0.0/16\n",
  );
  const { code, stdout, stderr } = await run("base", "--settings", path);
  expect(code).toBe(64);
  expect(stdout).toBe("");
  for (const part of [
    "costCentre: is missing",
    "regions[1]: mars is no region of base",
    "phases[0]: extreme is not allowed",
    "addressSpace: 10.0.0.0/16 is too small",
    "aws: is missing",
  ])
    expect(stderr).toContain(part);
  // No trace of where in the program it was found.
  expect(stderr).not.toMatch(/\n\s+at /);
});
