// The command line: `gameday <command>`. Each command in a file of its own; every failure becomes one message and one exit code.
import { Command } from "commander";
import { exitCodes } from "../../model/verdict.ts";
import { explain } from "./failures.ts";
import { healLeftovers } from "./leftovers.ts";
import { version } from "./version.ts";
import { addAbort } from "./commands/abort.ts";
import { addCheck } from "./commands/check.ts";
import { addCompare } from "./commands/compare.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addInterlock } from "./commands/interlock.ts";
import { addPreview } from "./commands/preview.ts";
import { addRender } from "./commands/render.ts";
import { addReport } from "./commands/report.ts";
import { addResume } from "./commands/resume.ts";
import { addReview } from "./commands/review.ts";
import { addRun } from "./commands/run-command.ts";
import { addStack } from "./commands/stack.ts";
import { addStart } from "./commands/start.ts";

const words: Readonly<Record<string, string>> = {
  refused: "refused before it began",
  usage: "wrong use",
  missingProgram: "a program is missing",
  internal: "a mistake of gameday's own",
};

const program = new Command("gameday")
  .description("Three-region test environments as code, with the load and the failures that prove them.")
  .version(version())
  .exitOverride()
  .showHelpAfterError("(gameday --help shows what there is)")
  .addHelpText(
    "afterAll",
    `\nExit codes: ${Object.entries(exitCodes)
      .map(([name, code]) => `${code} ${words[name] ?? name}`)
      .join(", ")}.`,
  );

for (const add of [
  addStart,
  addDoctor,
  addStack,
  addCheck,
  addRun,
  addAbort,
  addInterlock,
  addReport,
  addResume,
  addPreview,
  addRender,
  addReview,
  addCompare,
])
  add(program);

// Whatever is asked for: what a dead run left in a system is healed first. Commands that only tell are not kept waiting.
const tells = new Set(["doctor", "preview", "render", "report", "review", "compare", "check", "allow", "hold", "unhold", "stop", "heal"]);
program.hook("preAction", async (_, command) => {
  if (!tells.has(command.name())) await healLeftovers((text) => process.stderr.write(`${text}\n`));
});

// Whoever listened has gone, or the terminal has: what is under way still goes to its safe end.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
  });
}
// The guardian heals what a run had in; the default code of Node, 1, would say that a gate failed.
process.on("uncaughtException", (error) => process.exit(fail(error)));

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = fail(error);
}
// Connections that were pooled keep the process alive; everything that matters has ended by now, once whoever reads has been told all of it.
await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((told) => void stream.write("", told))));
if (process.exitCode !== undefined) process.exit();

function fail(error: unknown): number {
  const { text, exitCode } = explain(error);
  if (text !== "") process.stderr.write(`${text}\n`);
  return exitCode;
}
