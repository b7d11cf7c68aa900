// What this machine has of what the project needs.
import { execFile } from "node:child_process";
import { access, statfs } from "node:fs/promises";
import { availableParallelism, totalmem, userInfo } from "node:os";
import { promisify } from "node:util";
import { cacheFolder } from "./programs/cache.ts";
import { describe, findProgram } from "./programs/find.ts";
import { embeddedPrograms, programNames, type ProgramName } from "./programs/table.ts";

export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  /** False: something works without it. */
  readonly needed: boolean;
  readonly detail: string;
  readonly remedy?: string;
}

export async function examine(): Promise<Finding[]> {
  const programs = await Promise.all(
    programNames.map(async (name): Promise<Finding> => {
      const found = await findProgram(name);
      const { title } = describe(name);
      const needed = embeddedPrograms.some((embedded) => embedded === name);
      if (found.found) return { name: title, ok: true, needed, detail: `${found.version} from ${found.where}: ${found.path}` };
      return needed
        ? { name: title, ok: false, needed, detail: found.problem, remedy: "gameday doctor --install" }
        : { name: title, ok: false, needed, detail: `not there; needed only ${purpose(name)}` };
    }),
  );
  const disk = await statfs(process.cwd());
  return [
    { name: "Node", ok: true, needed: true, detail: `${process.version}: ${process.execPath}` },
    ...programs,
    await command("Go", "go", ["version"], "needed only to build k6 and Toxiproxy", "install Go 1.26 or later"),
    await chromium(),
    {
      name: "machine",
      ok: availableParallelism() >= 2,
      needed: false,
      detail: `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ${Math.round((disk.bavail * disk.bsize) / 2 ** 30)} GiB of disk free here`,
    },
    {
      name: "user",
      ok: true,
      needed: false,
      detail:
        userInfo().uid === 0
          ? "root: Postgres runs as nobody, a disk may be filled"
          : `${userInfo().username}: no disk that may be filled is offered`,
    },
    { name: "cache", ok: true, needed: false, detail: cacheFolder() },
  ];
}

const purpose = (name: ProgramName): string => (name === "pulumi" ? "for stacks in a cloud" : "by the tests, which get it");

export function describeFindings(findings: readonly Finding[]): string {
  return findings
    .map(
      ({ name, ok, needed, detail, remedy }) =>
        `${ok ? "  ok     " : needed ? "  MISSING" : "  without"} ${name.padEnd(30)} ${detail}${ok || remedy === undefined ? "" : `\n${" ".repeat(41)}→ ${remedy}`}`,
    )
    .join("\n");
}

async function command(name: string, program: string, words: readonly string[], detail: string, remedy: string): Promise<Finding> {
  try {
    const { stdout } = await promisify(execFile)(program, words, { timeout: 10_000 });
    return { name, ok: true, needed: false, detail: `${stdout.trim().split("\n")[0]}; ${detail}` };
  } catch {
    return { name, ok: false, needed: false, detail: `not there; ${detail}`, remedy };
  }
}

async function chromium(): Promise<Finding> {
  const path = "/usr/bin/chromium";
  const there = await access(path).then(
    () => true,
    () => false,
  );
  return {
    name: "Chromium",
    ok: there,
    needed: false,
    detail: there ? path : "not there; only the tests of the report need it",
    ...(there ? {} : { remedy: "apt-get install chromium" }),
  };
}
