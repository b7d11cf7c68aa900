// The workflows under actionlint, and the whole repository under gitleaks: nothing found, and what is planted is.
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { ensurePrograms } from "../tools/programs/ensure.ts";
import { root } from "../tools/test/files.ts";

const folder = mkdtempSync(join(tmpdir(), "workflows-test-"));
const workflows = join(root, ".github/workflows");
const files = readdirSync(workflows);
let programs: Record<"actionlint" | "gitleaks", { readonly path: string }>;

beforeAll(async () => {
  programs = await ensurePrograms(["actionlint", "gitleaks"], () => undefined);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function outcome(path: string, words: readonly string[], cwd: string): Promise<{ readonly code: number; readonly said: string }> {
  try {
    const { stdout, stderr } = await promisify(execFile)(path, [...words], { cwd, maxBuffer: 2 ** 26 });
    return { code: 0, said: `${stdout}${stderr}` };
  } catch (error) {
    const { code, stdout, stderr } = z.object({ code: z.int(), stdout: z.string(), stderr: z.string() }).parse(error);
    return { code, said: `${stdout}${stderr}` };
  }
}
const lint = (cwd: string) => outcome(programs.actionlint.path, ["-no-color"], cwd);
const scan = (place: string) =>
  outcome(
    programs.gitleaks.path,
    ["dir", "--no-banner", "--redact", "--verbose", "--max-target-megabytes", "5", "--config", join(root, ".gitleaks.toml"), place],
    root,
  );

test("actionlint finds nothing, and finds a wrong expression that is planted", async () => {
  expect(files.length).toBeGreaterThanOrEqual(7);
  expect(await lint(root)).toEqual({ code: 0, said: "" });
  mkdirSync(join(folder, ".github"));
  mkdirSync(join(folder, ".git"));
  cpSync(workflows, join(folder, ".github/workflows"), { recursive: true });
  expect((await lint(folder)).code).toBe(0);
  const check = join(folder, ".github/workflows/check.yaml");
  writeFileSync(check, readFileSync(check, "utf8").replace("github.ref", "github.reff"));
  const planted = await lint(folder);
  expect(planted.code).toBe(1);
  expect(planted.said).toContain('property "reff" is not defined');
});

test("gitleaks finds nothing in what Git knows, and finds a key that is planted", async () => {
  const tree = join(folder, "tree");
  const { stdout } = await promisify(execFile)("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    maxBuffer: 2 ** 26,
  });
  for (const file of stdout.split("\0").filter((name) => name !== "" && !/\.(?:png|sum)$/.test(name) && existsSync(join(root, name))))
    cpSync(join(root, file), join(tree, file), { recursive: true, force: true, errorOnExist: false });
  const clean = await scan(tree);
  expect(clean.code, clean.said).toBe(0);
  // Put together here, so that this file is not what is found.
  writeFileSync(join(tree, "planted.ts"), `export const token = "${["gh", "p_", "q7Xb2Lw9Rt4Yc8Kd1Zs6Vn3Mh5Jp0Gf2Ae7U"].join("")}";\n`);
  const planted = await scan(tree);
  expect(planted.code).toBe(1);
  expect(planted.said).toMatch(/leaks found: 1/);
});

const workflowSchema = z.object({
  on: z.unknown(),
  permissions: z.record(z.string(), z.string()),
  concurrency: z.unknown(),
  jobs: z.record(
    z.string(),
    z.object({
      "timeout-minutes": z.int(),
      if: z.string().optional(),
      environment: z.string().optional(),
      concurrency: z.object({ group: z.string() }).optional(),
      permissions: z.record(z.string(), z.string()),
      steps: z.array(z.object({ uses: z.string().optional(), run: z.string().optional(), with: z.record(z.string(), z.unknown()).optional() })),
    }),
  ),
});
const all = files.map((file) => [file, workflowSchema.parse(parse(readFileSync(join(workflows, file), "utf8")))] as const);
const steps = all.flatMap(([file, { jobs }]) => Object.values(jobs).flatMap((job) => job.steps.map((step) => ({ file, ...step }))));

test("actions by commit alone, no right by default, none that a secret of long life would serve", () => {
  for (const { file, uses, with: given } of steps) {
    if (uses !== undefined) expect(uses).toMatch(/^[a-z-]+\/[a-z-]+@[0-9a-f]{40}$/);
    if (uses?.startsWith("actions/checkout@") === true) expect(given?.["persist-credentials"], file).toBe(false);
  }
  for (const [file, { permissions, concurrency }] of all) {
    expect(permissions, file).toEqual({});
    expect(concurrency, file).toBeDefined();
    expect(readFileSync(join(workflows, file), "utf8"), file).not.toMatch(/\bsecrets[.[]|AWS_SECRET_ACCESS_KEY|pull_request_target/);
  }
});

test("what runs a change's own code has no right but to read, and what may write never checks the change out", () => {
  const of = (name: string) => Object.values(all.find(([file]) => file === name)?.[1].jobs ?? {});
  for (const job of [...of("check.yaml"), ...of("review.yaml")]) expect(job.permissions).toEqual({ contents: "read" });
  for (const job of of("review-comment.yaml")) {
    expect(job.permissions).toEqual({ contents: "read", actions: "read", "pull-requests": "write" });
    expect(job.steps.flatMap(({ uses, with: given }) => (uses?.startsWith("actions/checkout") === true ? [given] : []))).toEqual([
      { "persist-credentials": false },
    ]);
  }
  expect(of("up.yaml").map(({ environment }) => environment)).toEqual(["${{ inputs.stack }}-plan", "${{ inputs.stack }}"]);
});

test("what changes a stack and what breaks it wait for each other", () => {
  const groups = all.flatMap(([file, { jobs }]) =>
    Object.entries(jobs).flatMap(([name, { concurrency }]) => (concurrency === undefined ? [] : [`${file} ${name} ${concurrency.group}`])),
  );
  expect(groups).toEqual(["game-day.yaml run stack-${{ needs.due.outputs.stack }}", "up.yaml up stack-${{ inputs.stack }}"]);
});

test("an image is signed from the main branch alone, and its signature is looked at for exactly that", () => {
  const jobs = Object.values(all.find(([file]) => file === "images.yaml")?.[1].jobs ?? {});
  expect(jobs.map((job) => job.if)).toEqual(["github.ref == 'refs/heads/main'"]);
  const text = readFileSync(join(workflows, "images.yaml"), "utf8");
  expect([...text.matchAll(/--certificate-identity\S* \S+/g)].map(([words]) => words)).toEqual([
    "--certificate-identity https://github.com/${GITHUB_REPOSITORY}/.github/workflows/images.yaml@refs/heads/main",
  ]);
});

test("every program of this project that a workflow calls is there, and nothing of an event is pasted into a script", () => {
  const called = steps.flatMap(({ run = "" }) => [...run.matchAll(/\bnode ((?:tools|gameday)\/\S+\.ts)/g)].map(([, path = ""]) => path));
  expect(new Set(called).size).toBeGreaterThanOrEqual(6);
  for (const path of called) expect(readFileSync(join(root, path), "utf8").length).toBeGreaterThan(0);
  for (const { file, run = "" } of steps) expect(run, file).not.toContain("${{");
});
