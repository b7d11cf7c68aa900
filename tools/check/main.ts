// `npm run check`: formatter, linter, types, unused code, and the tests that need no stack. All of them run, whatever the others say.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root, rooms, testFiles } from "../test/files.ts";

const bin = (name: string): string => join(root, "node_modules", ".bin", name);
const node = (script: string): string[] => [process.execPath, join(root, "node_modules", script)];

const checks: readonly (readonly [name: string, command: readonly string[]])[] = [
  ["format", [bin("oxfmt"), "--check", "."]],
  ["lint", [bin("oxlint"), "--type-aware", "--deny-warnings"]],
  ["types", [...node("typescript/bin/tsc"), "-p", "."]],
  ["unused", node("knip/bin/knip.js")],
  ["tests", [...node("vitest/vitest.mjs"), "run", "--maxWorkers=2", ...rooms().flatMap(testFiles)]],
];

const failed = checks.filter(([name, [program = "", ...words]]) => {
  const started = Date.now();
  const { status } = spawnSync(program, words, { cwd: root, stdio: "inherit" });
  process.stdout.write(`── ${name}: ${status === 0 ? "ok" : "FAILED"} in ${((Date.now() - started) / 1_000).toFixed(1)} s\n\n`);
  return status !== 0;
});
process.stdout.write(failed.length === 0 ? "check passed\n" : `check failed: ${failed.map(([name]) => name).join(", ")}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
