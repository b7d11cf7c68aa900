// The two commands that need no cloud, as a person calls them: a preview, and manifests that are the same each time.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { exitCodes } from "../model/verdict.ts";

const program = fileURLToPath(new URL("../gameday/cli/main.ts", import.meta.url));
const timeout = 120_000;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "preview-"));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** No credentials: an environment with nothing but a path. */
const gameday = (...words: readonly string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const env = { PATH: process.env["PATH"], HOME: folder, GAMEDAY_HOME: folder, NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] };
    execFile(process.execPath, [program, ...words], { env, maxBuffer: 64 * 1024 ** 2 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, stdout, stderr });
    });
  });

const previewSchema = z.looseObject({
  regions: z.array(z.string()),
  budget: z.number(),
  problems: z.array(z.unknown()),
  bill: z.looseObject({ total: z.number(), unknown: z.array(z.unknown()), resources: z.number() }),
});

test("three regions with no credentials: within the budget, and no price unknown", { timeout }, async () => {
  const { code, stdout, stderr } = await gameday("preview", "ultimate", "--json");
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const { regions, budget, problems, bill } = previewSchema.parse(JSON.parse(stdout));
  expect(regions).toHaveLength(3);
  expect(problems).toEqual([]);
  expect(bill.unknown).toEqual([]);
  expect(bill.total).toBeGreaterThan(0.1 * budget);
  expect(bill.total).toBeLessThan(budget);
  expect(bill.resources).toBeGreaterThan(500);
});

test("settings with mistakes: all of them, exit code 64, and no preview", { timeout }, async () => {
  const path = join(folder, "settings.yaml");
  await writeFile(path, "config:\n  proving-ground:settings:\n    owner: me\n    regions: [mars]\n");
  const { code, stdout, stderr } = await gameday("preview", "base", "--settings", path);
  expect(code).toBe(exitCodes.usage);
  expect(stdout).toBe("");
  expect(stderr).toContain("costCentre: is missing");
  expect(stderr).toContain("regions[0]: mars is no region of base");
});

test("manifests: the same bytes twice, only in folders of regions, and no secret in clear", { timeout }, async () => {
  const rendered = await Promise.all(["one", "other"].map((name) => render(join(folder, name))));
  expect(rendered[0]?.size).toBeGreaterThan(100);
  expect(rendered[1]).toEqual(rendered[0]);
  expect([...(rendered[0]?.values() ?? [])].filter((text) => text.includes("recorded-secret"))).toEqual([]);
});

async function render(place: string): Promise<ReadonlyMap<string, string>> {
  await mkdir(join(place, "own"), { recursive: true });
  await writeFile(join(place, "own", "kept.txt"), "kept");
  const { code, stdout } = await gameday("render", "kubernetes", "--output", place);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\d+ objects and the values of \d+ charts in /);
  expect(await readFile(join(place, "own", "kept.txt"), "utf8")).toBe("kept");
  const names = (await readdir(place, { recursive: true })).filter((name) => name.endsWith(".yaml")).toSorted();
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(place, name), "utf8")] as const)));
}
