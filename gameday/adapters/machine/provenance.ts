// Where a run's figures come from: commit, versions, machine, person.
import { execFile } from "node:child_process";
import { cpus, hostname, release, totalmem, userInfo } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { journalVersion } from "../../../model/events.ts";
import { outputsVersion } from "../../../model/outputs.ts";

/** Of a checkout that does not answer (a network disk) the commit is not known. */
const gitMilliseconds = 5_000;
const root = fileURLToPath(new URL("../../..", import.meta.url));

export async function provenance(known: Readonly<Record<string, string | number>>): Promise<Record<string, string | number>> {
  return {
    commit: await commit(),
    node: process.version,
    ...known,
    journal: journalVersion,
    outputs: outputsVersion,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}`,
    startedBy: `${userInfo().username}@${hostname()}`,
  };
}

async function commit(): Promise<string> {
  try {
    const git = (...words: string[]) => promisify(execFile)("git", ["-C", root, ...words], { timeout: gitMilliseconds, killSignal: "SIGKILL" });
    const [head, changes] = await Promise.all([git("rev-parse", "--short=12", "HEAD"), git("status", "--porcelain")]);
    return `${head.stdout.trim()}${changes.stdout === "" ? "" : " with local changes"}`;
  } catch {
    return "not a git checkout";
  }
}
