// What the stack's own logs say, for a test that failed where nobody can look any more.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { onTestFailed } from "vitest";
import { stackFolder } from "../gameday/adapters/local-stack/folder.ts";

const lines = 12;
const telling = /_(agent|postgres|sentinel)\.log$/;

/** Prints the last lines of agents, Postgres and Sentinel if the test at hand fails. */
export function tellLogsOnFailure(home: string): void {
  onTestFailed(async () => {
    const folder = join(stackFolder(home), "logs");
    for (const name of (await readdir(folder).catch((): string[] => [])).filter((file) => telling.test(file)).toSorted()) {
      const text = await readFile(join(folder, name), "utf8").catch(() => "");
      process.stderr.write(`── ${name}\n${text.trimEnd().split("\n").slice(-lines).join("\n")}\n`);
    }
  });
}
