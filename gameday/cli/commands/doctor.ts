// `gameday doctor`: what was found where, what is missing, and the one command that gets it.
import type { Command } from "commander";
import { exitCodes } from "../../../model/verdict.ts";
import { describeFindings, examine } from "../../../tools/doctor.ts";
import { ensureAll } from "../ensure-all.ts";
import { watchForInterruption } from "../interruption.ts";

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .option("--install", "get what is missing into the cache")
    .option("--json", "as JSON")
    .description("what this machine has of what is needed")
    .action(async ({ install, json }: { install?: boolean; json?: boolean }) => {
      if (install === true) {
        using interruption = watchForInterruption();
        await ensureAll(interruption.signal);
      }
      const findings = await examine();
      process.stdout.write(json === true ? `${JSON.stringify(findings)}\n` : `${describeFindings(findings)}\n`);
      process.exitCode = findings.some(({ ok, needed }) => needed && !ok) ? exitCodes.missingProgram : 0;
    });
}
