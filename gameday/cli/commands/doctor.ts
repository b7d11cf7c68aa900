// `gameday doctor`: what was found where, what is missing, and the one command that gets it.
import { Option, type Command } from "commander";
import { UserError } from "../../../model/user-error.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { findProgram } from "../../../tools/programs/find.ts";
import { programNames, type ProgramName } from "../../../tools/programs/table.ts";
import { describeFindings, examine } from "../../../tools/doctor.ts";
import { ensureAll } from "../ensure-all.ts";
import { watchForInterruption } from "../interruption.ts";

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .option("--install", "get what is missing into the cache")
    .option("--json", "as JSON")
    .addOption(new Option("--path <program>", "print the path of one program and nothing else").choices(programNames))
    .description("what this machine has of what is needed")
    .action(async ({ install, json, path }: { install?: boolean; json?: boolean; path?: ProgramName }) => {
      if (install === true) {
        using interruption = watchForInterruption();
        await ensureAll(interruption.signal);
      }
      if (path !== undefined) {
        const found = await findProgram(path);
        if (!found.found)
          throw new UserError(`${path} is missing`, [{ path, message: found.problem, remedy: "gameday doctor --install" }], exitCodes.missingProgram);
        process.stdout.write(`${found.path}\n`);
        process.exitCode = 0;
        return;
      }
      const findings = await examine();
      process.stdout.write(json === true ? `${JSON.stringify(findings)}\n` : `${describeFindings(findings)}\n`);
      process.exitCode = findings.some(({ ok, needed }) => needed && !ok) ? exitCodes.missingProgram : 0;
    });
}
