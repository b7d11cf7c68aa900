// The command line: `gameday <command>`. Each command in a file of its own; every failure becomes one message and one exit code.
import { Command } from "commander";
import { UserError } from "../../model/user-error.ts";
import { exitCodes } from "../../model/verdict.ts";
import { healLeftovers } from "./leftovers.ts";
import { addAbort } from "./commands/abort.ts";
import { addCheck } from "./commands/check.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addInterlock } from "./commands/interlock.ts";
import { addReport } from "./commands/report.ts";
import { addResume } from "./commands/resume.ts";
import { addRun } from "./commands/run-command.ts";
import { addStack } from "./commands/stack.ts";
import { addStart } from "./commands/start.ts";

const program = new Command("gameday")
  .description("Three-region test environments as code, with the load and the failures that prove them.")
  .exitOverride()
  .showHelpAfterError("(gameday --help shows what there is)");

for (const add of [addStart, addDoctor, addStack, addCheck, addRun, addAbort, addInterlock, addReport, addResume]) add(program);

// Whatever is asked for: what a dead run left in a system is healed first. Commands that only tell are not kept waiting.
const tells = new Set(["doctor", "report", "check", "allow", "hold", "unhold", "stop", "heal"]);
program.hook("preAction", async (_, command) => {
  if (!tells.has(command.name())) await healLeftovers((text) => process.stderr.write(`${text}\n`));
});

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
// Connections that were pooled keep the process alive; everything that matters has ended by now.
if (process.exitCode !== undefined) process.exit();

function exitCodeOf(error: unknown): number {
  if (error instanceof UserError) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("commander.")) {
    return error.code === "commander.helpDisplayed" || error.code === "commander.help" ? 0 : exitCodes.usage;
  }
  process.stderr.write(
    `This is a mistake of gameday's own, not yours:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return exitCodes.internal;
}
