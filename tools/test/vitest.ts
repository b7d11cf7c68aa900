// Runs vitest over some files, shows what it says, and reads its counts.
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { z } from "zod";
import { root } from "./files.ts";

export interface Failure {
  /** Null where it is nobody's: a runner that died. */
  readonly file: string | null;
  readonly name: string;
  readonly message: string;
}

export interface Outcome {
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

const reportSchema = z.object({
  numPassedTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
          meta: z.object({ reason: z.string().optional() }).optional(),
        }),
      ),
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
    const died: Failure = { file: null, name: files.join(" "), message: `vitest ended with ${code}` };
    const report = reportSchema.safeParse(JSON.parse((await readFile(output, "utf8").catch(() => "")) || "null"));
    if (!report.success) return { passed: 0, failures: [died], skipped: [] };
    const { numPassedTests, testResults } = report.data;
    const failures = testResults.flatMap(({ name, status, message, assertionResults }): Failure[] => {
      const file = relative(root, name);
      const failed = assertionResults.filter((test) => test.status === "failed");
      if (failed.length === 0) return status === "failed" ? [{ file, name: file, message }] : [];
      return failed.map(({ fullName, failureMessages }) => ({ file, name: `${file}: ${fullName}`, message: (failureMessages ?? []).join("\n") }));
    });
    const skipped = testResults.flatMap(({ assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === "skipped" || status === "pending" || status === "todo")
        .map(({ fullName, meta }) => ({ name: fullName, reason: meta?.reason ?? "" })),
    );
    return { passed: numPassedTests, failures: failures.length === 0 && code !== 0 ? [died] : failures, skipped };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
