// Finds every program or gets it, saying what it does and for how long.
import { UserError } from "../../model/user-error.ts";
import { exitCodes } from "../../model/verdict.ts";
import { describe, findProgram, type FoundProgram } from "./find.ts";
import { installProgram } from "./install.ts";
import type { ProgramName } from "./table.ts";

/** Throws UserError (exit 69) with every program that could not be had, and the signal's reason when it is aborted. */
export async function ensurePrograms<N extends ProgramName>(
  names: readonly N[],
  say: (text: string) => void,
  signal: AbortSignal = AbortSignal.any([]),
): Promise<Record<N, FoundProgram>> {
  const rows: [string, FoundProgram][] = [];
  const problems: { path: string; message: string; remedy: string }[] = [];
  for (const name of names) {
    signal.throwIfAborted();
    const found = await findProgram(name);
    if (found.found) {
      rows.push([name, found]);
      continue;
    }
    try {
      await installProgram(describe(name), say, signal);
      const installed = await findProgram(name);
      if (!installed.found) throw new Error(`it was installed, but ${installed.problem}`);
      rows.push([name, installed]);
    } catch (error) {
      signal.throwIfAborted();
      problems.push({
        path: name,
        message: `${found.problem}, and could not be got: ${error instanceof Error ? error.message : String(error)}`,
        remedy: "gameday doctor --install",
      });
    }
  }
  if (problems.length > 0) throw new UserError("a program is missing; nothing was started:", problems, exitCodes.missingProgram);
  const table: Partial<Record<string, FoundProgram>> = Object.fromEntries(rows);
  return complete(table, names);
}

function complete<N extends ProgramName>(table: Partial<Record<string, FoundProgram>>, names: readonly N[]): Record<N, FoundProgram> {
  const missing = names.filter((name) => table[name] === undefined);
  if (missing.length > 0) throw new Error(`programs neither found nor reported missing: ${missing.join(", ")}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the line above has seen to it; a record over a type parameter cannot be built otherwise
  return table as Record<N, FoundProgram>;
}
