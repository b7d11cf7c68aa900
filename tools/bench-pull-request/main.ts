// `npm run bench:pull-request [-- <base>]`: how long what a pull request waits for takes, step by step as the workflows have it, beside the ten minutes allowed.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../test/files.ts";

const allowedSeconds = 600;
const folder = mkdtempSync(join(tmpdir(), "pull-request-"));
for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(root, file), join(folder, file));
const [, , base = "HEAD^1"] = process.argv;

/** `ends`: exit codes of a step that did its work; the review ends with 1 where it has something to say against the change. */
const steps = [
  {
    job: "check",
    name: "packages",
    command: ["npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"],
    cwd: folder,
    ends: [0],
  },
  { job: "check", name: "npm run check", command: [process.execPath, "tools/check/main.ts"], cwd: root, ends: [0] },
  {
    job: "check",
    name: "bill of materials",
    command: [process.execPath, "tools/materials/main.ts", "bill", join(folder, "bill.json")],
    cwd: root,
    ends: [0],
  },
  { job: "check", name: "audit", command: [process.execPath, "tools/materials/main.ts", "audit"], cwd: root, ends: [0, 1, 3] },
  {
    job: "review",
    name: "packages",
    command: ["npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"],
    cwd: folder,
    ends: [0],
  },
  {
    job: "review",
    name: "gameday review",
    command: [process.execPath, "gameday/cli/main.ts", "review", "--base", base, "--output", join(folder, "review.md")],
    cwd: root,
    ends: [0, 1],
  },
] as const;

const seconds = new Map<string, number>();
try {
  for (const { job, name, command, cwd, ends } of steps) {
    const [program, ...words] = command;
    const started = performance.now();
    const { status } = spawnSync(program, words, { cwd, stdio: "ignore" });
    const took = (performance.now() - started) / 1_000;
    seconds.set(job, (seconds.get(job) ?? 0) + took);
    const good = ends.some((code) => code === status);
    process.stdout.write(`${job.padEnd(8)} ${name.padEnd(20)} ${took.toFixed(1).padStart(7)} s${good ? "" : `  FAILED (${status})`}\n`);
    if (!good) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
// The two jobs run beside each other on runners of their own: a pull request waits for the longer.
const longest = Math.max(...seconds.values());
for (const [job, sum] of seconds) process.stdout.write(`${job.padEnd(8)} ${"in all".padEnd(20)} ${sum.toFixed(1).padStart(7)} s\n`);
process.stdout.write(
  `a pull request waits ${longest.toFixed(0)} s of ${allowedSeconds} s; one after the other ${[...seconds.values()].reduce((all, one) => all + one, 0).toFixed(0)} s\n`,
);
if (longest > allowedSeconds) process.exitCode = 1;
