// A person's word over every run of this machine, or with --stack over those of a stack's clusters, wherever they were started: `stop --all` and `allow`, `hold` and `unhold`; and `heal`, for what a dead run left.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { UserError } from "../../../model/user-error.ts";
import { exitCodes } from "../../../model/verdict.ts";
import type { Outputs } from "../../../model/outputs.ts";
import { healStack } from "../../adapters/cluster/heal/end-run.ts";
import { allowOnClusters, refuseOnClusters } from "../../adapters/cluster/interlock/words.ts";
import { holders } from "../../adapters/interlock/lock.ts";
import { clearRefusal, writeRefusal, type RefusalKind } from "../../adapters/interlock/refusal-file.ts";
import { loadOutputs } from "../../adapters/run-folder/outputs-file.ts";
import { home } from "../home.ts";
import { healLeftovers } from "../leftovers.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);

interface Options {
  readonly stack?: string;
}

export function addInterlock(program: Command): void {
  program
    .command("stop")
    .argument("[reason]", "for the reports", "gameday stop --all")
    .requiredOption("--all", "every run of this user on this machine")
    .option("--stack <stack>", "of this stack's clusters, whichever machine its runs were started on")
    .description("kill switch: abort every run, refuse new ones until gameday allow")
    .action(async (reason: string, { stack }: Options) => {
      if (stack !== undefined) {
        const runs = await refuseOnClusters(await outputsOf(stack), "stopped", reason);
        say(runs.length === 0 ? "No run was under way." : `Asked to end, healing first: ${runs.join(", ")}`);
        say(`New runs are refused until: gameday allow --stack ${stack}`);
        process.exitCode = 0;
        return;
      }
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
    .option("--stack <stack>", "of this stack's clusters, whichever machine its runs were started on")
    .description("take the kill switch back")
    .action(async ({ stack }: Options) => {
      say((await clear("stopped", stack)) ? "Runs are allowed again." : "The kill switch was not set.");
      process.exitCode = 0;
    });
  program
    .command("hold")
    .argument("[reason]", "for the reports", "gameday hold")
    .option("--stack <stack>", "of this stack's clusters, whichever machine its runs were started on")
    .description("let runs go on, and no further fault in")
    .action(async (reason: string, { stack }: Options) => {
      if (stack === undefined) await writeRefusal("held", reason);
      else await refuseOnClusters(await outputsOf(stack), "held", reason);
      say(`No further fault goes in until: gameday unhold${stack === undefined ? "" : ` --stack ${stack}`}`);
      process.exitCode = 0;
    });
  program
    .command("unhold")
    .option("--stack <stack>", "of this stack's clusters, whichever machine its runs were started on")
    .description("take the hold back")
    .action(async ({ stack }: Options) => {
      say((await clear("held", stack)) ? "Faults may go in again." : "Nothing was held.");
      process.exitCode = 0;
    });
  program
    .command("heal")
    .option("--stack <stack>", "what such a run left in this stack's clusters, also one of another machine")
    .description("heal what runs without a controller have left, and say what was seen")
    .action(async ({ stack }: Options) => {
      if (!(await healLeftovers(say)) || !(stack === undefined || (await healed(await outputsOf(stack)))))
        throw new UserError("something is left that could not be healed; see above", [], exitCodes.dirty);
      say("Nothing is left in any system.");
      process.exitCode = 0;
    });
}

const outputsOf = (stack: string): Promise<Outputs> => loadOutputs(stack, home());

const clear = async (kind: RefusalKind, stack: string | undefined): Promise<boolean> =>
  stack === undefined ? clearRefusal(kind) : allowOnClusters(await outputsOf(stack), kind);

/** True when nothing is left. A run whose controller lives has left nothing yet. */
async function healed(outputs: Outputs): Promise<boolean> {
  const { reaped, alive } = await healStack(outputs);
  for (const run of alive) say(`${run} has ${outputs.stack} and is under way; it heals by itself.`);
  for (const { run, parts, ok } of reaped) {
    say(`${run} lost its controller. ${ok ? "It is healed:" : "NOT ALL OF IT IS HEALED:"}`);
    for (const { what, ok: whole, detail } of parts) say(`  ${what}${whole ? "" : " IS NOT SEEN TO BE HEALED"}: ${detail}`);
  }
  return reaped.every(({ ok }) => ok);
}
