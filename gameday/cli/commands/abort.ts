// `gameday abort [run]`: asks a running controller to end safely.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { pidRecordSchema } from "../../../model/protocol/stack.ts";
import { UserError } from "../../../model/user-error.ts";
import { isAlive } from "../../adapters/machine/pid-record.ts";
import { home } from "../home.ts";

export function addAbort(program: Command): void {
  program
    .command("abort")
    .argument("[run]", "a run's id; default: the one that is running")
    .option("--reason <text>", "for the report", "gameday abort")
    .description("end a running game day: load off, every fault healed, reports written")
    .action(async (wanted: string | undefined, { reason }: { reason: string }) => {
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
  const running = await Promise.all(names.map(async (name) => ({ name, alive: await controllerLives(join(folder, name, "lease")) })));
  return running.filter(({ alive }) => alive).map(({ name }) => name);
}

async function controllerLives(lease: string): Promise<boolean> {
  const record = pidRecordSchema.safeParse(JSON.parse((await readFile(lease, "utf8").catch(() => "")) || "null"));
  return record.success && (await isAlive(record.data));
}
