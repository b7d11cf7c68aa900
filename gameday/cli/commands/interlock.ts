// A person's word over every run of this machine: `stop --all` and `allow`, `hold` and `unhold`; and `heal`, for what a dead run left.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { UserError } from "../../../model/user-error.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { holders } from "../../adapters/interlock/lock.ts";
import { clearRefusal, writeRefusal } from "../../adapters/interlock/refusal-file.ts";
import { healLeftovers } from "../leftovers.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);

export function addInterlock(program: Command): void {
  program
    .command("stop")
    .argument("[reason]", "for the reports", "gameday stop --all")
    .requiredOption("--all", "every run of this user on this machine")
    .description("kill switch: abort every run, refuse new ones until gameday allow")
    .action(async (reason: string) => {
      await writeRefusal("stopped", reason);
      const running = (await holders()).filter(({ alive }) => alive);
      // Each controller watches the switch itself; the abort file is a second way to the same end.
      await Promise.all(running.map(({ folder }) => writeFile(join(folder, "abort"), `kill switch: ${reason}`).catch(() => undefined)));
      say(running.length === 0 ? "No run was under way." : `Asked to end, healing first: ${running.map(({ run }) => run).join(", ")}`);
      say("New runs are refused until: gameday allow");
      process.exitCode = 0;
    });
  program
    .command("allow")
    .description("take the kill switch back")
    .action(async () => {
      say((await clearRefusal("stopped")) ? "Runs are allowed again." : "The kill switch was not set.");
      process.exitCode = 0;
    });
  program
    .command("hold")
    .argument("[reason]", "for the reports", "gameday hold")
    .description("let runs go on, and no further fault in")
    .action(async (reason: string) => {
      await writeRefusal("held", reason);
      say("No further fault goes in until: gameday unhold");
      process.exitCode = 0;
    });
  program
    .command("unhold")
    .description("take the hold back")
    .action(async () => {
      say((await clearRefusal("held")) ? "Faults may go in again." : "Nothing was held.");
      process.exitCode = 0;
    });
  program
    .command("heal")
    .description("heal what runs without a controller have left, and say what was seen")
    .action(async () => {
      if (!(await healLeftovers(say))) throw new UserError("something is left that could not be healed; see above", [], exitCodes.dirty);
      say("Nothing is left in any system.");
      process.exitCode = 0;
    });
}
