// Runs vitest over some files, shows what it says, and reads its counts.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { root } from "./files.ts";

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), meta: z.object({ reason: z.string().optional() }).optional() })),
    }),
  ),
});

/** A file that fails before any test in it, and a runner that dies, count as one failure each. */
export async function runVitest(files: readonly string[], workers: number): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "proving-ground-vitest-"));
  const output = join(folder, "report.json");
  try {
    const code = await new Promise<number | null>((resolve) => {
      const child = spawn(
        process.execPath,
        [
          join(root, "node_modules/vitest/vitest.mjs"),
          "run",
          "--reporter=default",
          "--reporter=json",
          `--outputFile.json=${output}`,
          `--maxWorkers=${workers}`,
          ...files,
        ],
        { cwd: root, stdio: "inherit" },
      );
      child.on("error", () => resolve(null));
      child.on("close", resolve);
    });
    const report = reportSchema.safeParse(JSON.parse((await readFile(output, "utf8").catch(() => "")) || "null"));
    if (!report.success) return { passed: 0, failed: 1, skipped: [] };
    const { numPassedTests, numFailedTests, testResults } = report.data;
    const broken = testResults.filter(
      ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
    ).length;
    const skipped = testResults.flatMap(({ assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === "skipped" || status === "pending" || status === "todo")
        .map(({ fullName, meta }) => ({ name: fullName, reason: meta?.reason ?? "" })),
    );
    const failed = numFailedTests + broken;
    return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
