// Every environment of one state of the project, recorded by that state's own program, two at a time and without a credential in sight.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { estateSchema, type Estate } from "../../../estate/resource.ts";
import { recordingFlags } from "../../../tools/recording-flags.ts";
import { runCommand, type EndedCommand } from "../machine/run-command.ts";

const limitMilliseconds = 120_000;
const atATime = 2;
const longestProblem = 400;

export type RecordedEnvironment = { readonly estate: Estate } | { readonly problem: string };

/** By the files of settings, which is what makes an environment. Throws Error where there are none. */
export async function environmentsIn(folder: string): Promise<readonly string[]> {
  const files = await readdir(join(folder, "stacks/settings")).catch((cause: unknown) => {
    throw new Error("it has no stacks/settings", { cause });
  });
  return files.flatMap((file) => /^Pulumi\.([a-z0-9-]+)\.yaml$/.exec(file)?.[1] ?? []).toSorted();
}

export async function recordAll(folder: string, names: readonly string[]): Promise<ReadonlyMap<string, RecordedEnvironment>> {
  const found = new Map<string, RecordedEnvironment>();
  const waiting = [...names];
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) found.set(name, await recordOne(folder, name));
    }),
  );
  return new Map(names.flatMap((name) => (found.has(name) ? [[name, found.get(name) ?? { problem: "" }]] : [])));
}

async function recordOne(folder: string, name: string): Promise<RecordedEnvironment> {
  const ended = await runBare(folder, [process.execPath, ...recordingFlags, join(folder, "stacks/record.ts"), name]);
  if (ended.code !== 0) return { problem: problemOf(ended, folder) };
  const parsed = estateSchema.safeParse(readJson(ended.stdout));
  return parsed.success
    ? { estate: parsed.data }
    : { problem: `its record is not of this analyser's shape: ${z.prettifyError(parsed.error).split("\n")[0]}` };
}

/** In that folder, with what a program needs to run and nothing that opens a cloud. */
export const runBare = (folder: string, command: readonly string[]): Promise<EndedCommand> =>
  runCommand(["/usr/bin/env", "-i", `PATH=${process.env["PATH"] ?? ""}`, "HOME=/nonexistent", "LANG=C.UTF-8", "TZ=UTC", ...command], {
    limitMilliseconds,
    folder,
  });

/** The same words wherever the folder lies. */
function problemOf({ code, signal, stderr }: EndedCommand, folder: string): string {
  const said = stderr
    .replaceAll(`${folder}/`, "")
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at /.test(line) && !/^(?:Node\.js v|file:)/.test(line));
  return `the program ended with ${code ?? signal}: ${said.slice(0, 4).join(" ").slice(0, longestProblem)}`;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
