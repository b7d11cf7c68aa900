// `gameday review` as a process, on a repository of its own with a planted change: what it says, how it ends, and that its worktree goes even when it is killed.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { text as textOf } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { root } from "../tools/test/files.ts";

const place = realpathSync(mkdtempSync(join(tmpdir(), "review-test-")));
const repository = join(place, "repository");
/** Of this test alone: what is left in it is left by these reviews. */
const temporary = realpathSync(mkdtempSync(join(place, "tmp-")));
const git = (...words: readonly string[]): string =>
  execFileSync("git", ["-C", repository, "-c", "user.name=t", "-c", "user.email=t@example.com", ...words], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
const rooms = ["chaos", "components", "docs", "estate", "gameday", "model", "policies", "stacks", "tools"];
const edit = (file: string, from: string, to: string): void => {
  const text = readFileSync(join(repository, file), "utf8");
  expect(text).toContain(from);
  writeFileSync(join(repository, file), text.replaceAll(from, to));
};

beforeAll(() => {
  for (const room of [...rooms, "package.json", "package-lock.json", ".gitignore"])
    cpSync(join(root, room), join(repository, room), { recursive: true });
  // Two environments are enough to see, and a third of the time.
  for (const name of ["stress", "chaos", "ultimate", "google"]) rmSync(join(repository, `stacks/settings/Pulumi.${name}.yaml`));
  symlinkSync(join(root, "node_modules"), join(repository, "node_modules"));
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", repository]);
  writeFileSync(join(repository, ".git/info/exclude"), "node_modules\n");
  git("add", "--all");
  git("commit", "--quiet", "--message=base");
  edit("components/postgres/aws-engine.ts", 'databaseName = "gameday"', 'databaseName = "gameplay"');
  git("commit", "--quiet", "--all", "--message=head");
}, 120_000);
/** A busy machine takes its time; nothing here is judged by it. */
vi.setConfig({ testTimeout: 180_000 });
afterAll(() => rmSync(place, { recursive: true, force: true }));

const start = (...words: readonly string[]) =>
  spawn(process.execPath, [join(repository, "gameday/cli/main.ts"), "review", ...words], {
    cwd: repository,
    env: { ...process.env, TMPDIR: temporary, AWS_SECRET_ACCESS_KEY: "planted" },
  });
async function review(...words: readonly string[]) {
  const child = start(...words);
  const [out, err, [code]] = await Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, "close")]);
  return { out, err, code };
}
const worktrees = (): number =>
  git("worktree", "list", "--porcelain")
    .split("\n")
    .filter((line) => line.startsWith("worktree ")).length;
const left = (): readonly string[] => readdirSync(temporary).filter((name) => name.startsWith("gameday-review-"));

test("the planted change comes first, in bold; the same commits give the same text; JUnit has a suite for each environment", async () => {
  const first = await review("--base", "HEAD^1", "--junit", join(place, "review.xml"));
  expect(first.out).toMatch(
    /### Resources[^]*?\n- \*\*replaced, data is lost:\*\* aws rds Cluster `\{environment\}-postgres-\{region\}-cluster` in base \(us-east-1\): `databaseName` `"gameday"` → `"gameplay"`/,
  );
  expect(first.out).toContain("No resource differs in `kubernetes`.");
  expect(first.out).toMatch(/\| `base` \| \$[\d,]+ \| \$[\d,]+ \| ±\$0 \| \$10,000 \|/);
  expect(first.out).toContain("`nightly-light` on `base`");
  expect(first.out).toContain("```mermaid");
  const again = await review("--base", "HEAD^1", "--output", join(place, "review.md"));
  expect(readFileSync(join(place, "review.md"), "utf8")).toBe(first.out);
  // What stops the change decides the exit code, in both the same.
  const failures = /<testsuites [^>]*failures="(\d+)"/.exec(readFileSync(join(place, "review.xml"), "utf8"))?.[1];
  expect([first.code, again.code]).toEqual(failures === "0" ? [0, 0] : [1, 1]);
  expect(readFileSync(join(place, "review.xml"), "utf8")).toMatch(/<testsuite name="base"[^]*<testsuite name="kubernetes"/);
  expect([worktrees(), left()]).toEqual([1, []]);
});

test("a base that cannot be had is said, and the head is told all the same", async () => {
  const none = await review("--base", "no-such-branch");
  expect(none.out).toContain("**no base**: there is no commit no-such-branch here");
  expect(none.out).toContain("| `base` | · | $");
  git("branch", "broken", "HEAD^1");
  git("worktree", "add", "--quiet", join(place, "broken"), "broken");
  writeFileSync(join(place, "broken/stacks/record.ts"), '// Broken.\nthrow new Error("not today");\n');
  execFileSync("git", [
    "-C",
    join(place, "broken"),
    "-c",
    "user.name=t",
    "-c",
    "user.email=t@example.com",
    "commit",
    "--quiet",
    "--all",
    "--message=broken",
  ]);
  git("worktree", "remove", join(place, "broken"));
  const broken = await review("--base", "broken");
  expect(broken.out).toMatch(/`base`: \*\*no base\*\*: the program ended with 1: .*not today/);
  expect([worktrees(), left()]).toEqual([1, []]);
});

test.each(["SIGKILL", "SIGTERM"] as const)("killed by %s in the middle, it leaves no worktree", async (signal) => {
  const child = start("--base", "HEAD^1");
  const closed = once(child, "close");
  child.stdout.resume();
  child.stderr.resume();
  while (worktrees() === 1) await sleep(20);
  child.kill(signal);
  await closed;
  await expect.poll(() => [worktrees(), left()], { timeout: 60_000, interval: 100 }).toEqual([1, []]);
});
