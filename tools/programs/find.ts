// Finds a program: on PATH if its version will do, else in the user's cache.
import { execFile } from "node:child_process";
import { access, constants, readFile, realpath, rename, stat, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { cachedPath, cacheFolder, environmentOf } from "./cache.ts";
import { makeFolder } from "./make-folder.ts";
import { programs, type Program, type ProgramName } from "./table.ts";

export interface FoundProgram {
  readonly found: true;
  readonly name: ProgramName;
  readonly path: string;
  readonly version: string;
  readonly where: "PATH" | "cache";
  /** To be added to the environment it is started with. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface MissingProgram {
  readonly found: false;
  readonly name: ProgramName;
  /** One sentence: what was looked at and why it would not do. */
  readonly problem: string;
}

export async function findProgram(name: ProgramName): Promise<FoundProgram | MissingProgram> {
  const program = describe(name);
  const rejected: string[] = [];
  for (const path of [...(await onPath(program)), cachedPath(program)]) {
    const asked = await versionOf(program, path);
    if (asked === null) continue;
    const problem = "problem" in asked ? asked.problem : await unsuitable(program, path, asked.version);
    if (problem === null && "version" in asked) {
      const where = path === cachedPath(program) ? "cache" : "PATH";
      return { found: true, name, path, version: asked.version, where, environment: environmentOf(program, path) };
    }
    rejected.push(`${path} ${problem}`);
  }
  const needed = `${program.title} ${program.needs.join(".")}${program.highestMajor === undefined ? " or later" : ` to ${program.highestMajor}.x`} is needed`;
  return { found: false, name, problem: `${needed}; ${rejected.length > 0 ? rejected.join(", ") : "it is neither on PATH nor in the cache"}` };
}

export function describe(name: ProgramName): Program {
  const program = programs.find((row) => row.name === name);
  if (program === undefined) throw new Error(`no row for ${name} in the table of programs`);
  return program;
}

async function onPath({ commands }: Program): Promise<string[]> {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = folders.flatMap((folder) => commands.map((command) => join(folder, command)));
  const usable = await Promise.all(candidates.map(isExecutable));
  return candidates.filter((_, index) => usable[index]);
}

async function unsuitable(program: Program, path: string, version: string): Promise<string | null> {
  if (!willDo(program, version)) return `is ${version}`;
  for (const name of program.beside ?? []) if (!(await isExecutable(join(dirname(path), name)))) return `has no ${name} beside it`;
  return null;
}

/** `version`: "major.minor", with or without more behind it. */
export function willDo({ needs: [major, minor], highestMajor }: Pick<Program, "needs" | "highestMajor">, version: string): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split(".").map(Number);
  if (highestMajor !== undefined && ownMajor > highestMajor) return false;
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

/** The first thing in what a program says of itself that looks like a version. */
export const versionIn = (text: string): string | null => /(\d+\.\d+(?:\.\d+)?)/.exec(text)?.[1] ?? null;

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

const knownVersions = z.record(z.string(), z.string());
const memo = (): string => join(cacheFolder(), "versions.json");

/** Null when there is no such program. Remembered by path, size and time of change: asking four programs takes half a second. */
async function versionOf(program: Program, path: string): Promise<{ readonly version: string } | { readonly problem: string } | null> {
  const info = await stat(path).catch(() => null);
  if (info === null) return null;
  if (program.versionFlag === undefined) return { version: program.needs.join(".") };
  const key = [await realpath(path), info.size, info.mtimeMs].join(" ");
  const known = await readVersions();
  const remembered = known[key];
  if (remembered !== undefined) return { version: remembered };
  try {
    const { stdout, stderr } = await promisify(execFile)(path, [program.versionFlag], {
      timeout: 20_000,
      env: { ...process.env, ...environmentOf(program, path) },
    });
    const version = versionIn(`${stdout}${stderr}`);
    if (version === null) return { problem: `does not tell its version when called with ${program.versionFlag}` };
    await remember({ ...(await readVersions()), [key]: version });
    return { version };
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim().split("\n")[0] : "";
    return { problem: `cannot be run${said === "" ? "" : `: ${said}`}` };
  }
}

async function readVersions(): Promise<Record<string, string>> {
  const text = await readFile(memo(), "utf8").catch(() => "{}");
  try {
    return knownVersions.parse(JSON.parse(text));
  } catch {
    return {}; // What was half written is asked again.
  }
}

async function remember(versions: Record<string, string>): Promise<void> {
  try {
    await makeFolder(cacheFolder(), 0o755);
    const draft = `${memo()}.${process.pid}`;
    await writeFile(draft, JSON.stringify(versions));
    await rename(draft, memo());
  } catch {
    // A cache that cannot be written only costs the next start half a second.
  }
}
