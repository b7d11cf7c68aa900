// `gameday abort [run]`: asks a running controller to end safely.
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { UserError } from "../../../model/user-error.ts";
import { abortOnClusters } from "../../adapters/cluster/interlock/words.ts";
import { liveProcess } from "../../adapters/machine/process-handle.ts";
import { loadOutputs } from "../../adapters/run-folder/outputs-file.ts";
import { home } from "../home.ts";

export function addAbort(program: Command): void {
  program
    .command("abort")
    .argument("[run]", "a run's id; default: the one that is running")
    .option("--reason <text>", "for the report", "gameday abort")
    .option("--stack <stack>", "the run that has this stack, whichever machine it was started on: asked in the stack's clusters")
    .description("end a running game day: load off, every fault healed, reports written")
    .action(async (wanted: string | undefined, { reason, stack }: { reason: string; stack?: string }) => {
      if (stack !== undefined) {
        await abortOnClusters(await loadOutputs(stack, home()), wanted, reason);
        process.stdout.write(`The run on ${stack} is asked to end. It heals every fault first and says so where it runs.\n`);
        process.exitCode = 0;
        return;
      }
      const runs = wanted === undefined ? await runningRuns() : [wanted];
      if (runs.length === 0) throw new UserError("no run is under way");
      for (const run of runs) {
        await writeFile(join(home(), ".gameday", "runs", run, "abort"), reason).catch(() => {
          throw new UserError(`there is no run ${run}`, [{ path: join(home(), ".gameday", "runs"), message: "no folder of that name" }]);
        });
        process.stdout.write(`${run} is asked to end. It heals every fault first and says so where it runs.\n`);
      }
      process.exitCode = 0;
    });
}

async function runningRuns(): Promise<string[]> {
  const folder = join(home(), ".gameday", "runs");
  const names = await readdir(folder).catch(() => []);
  const running = await Promise.all(names.map(async (name) => ({ name, alive: (await liveProcess(join(folder, name, "lease"))) !== null })));
  return running.filter(({ alive }) => alive).map(({ name }) => name);
}
