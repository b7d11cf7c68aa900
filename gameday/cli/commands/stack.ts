// `gameday up|status|failover|failback|down local`: the embedded stack.
import { rm } from "node:fs/promises";
import { Option, type Command } from "commander";
import { failedLogsSuffix, type StartLine } from "../../../model/protocol/stack.ts";
import { referenceRegions } from "../../../model/regions.ts";
import { UserError } from "../../../model/user-error.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { failOver, stackStatus } from "../../adapters/local-stack/control.ts";
import { stackDown } from "../../adapters/local-stack/down.ts";
import { isUp, readStackRecord, stackFolder } from "../../adapters/local-stack/folder.ts";
import { stackUp } from "../../adapters/local-stack/up.ts";
import { isAlive } from "../../adapters/machine/pid-record.ts";
import { ensureAll } from "../ensure-all.ts";
import { home } from "../home.ts";
import { runsNow } from "../runs-now.ts";
import { watchForInterruption } from "../interruption.ts";

export function addStack(program: Command): void {
  program
    .command("up")
    .argument("<stack>", "local")
    .option("--json", "JSON lines")
    .addOption(new Option("--defect <name>", "break the stack on purpose, to see that the verdict says so").choices(["failover-off", "empty-body"]))
    .description("start the embedded three-region stack")
    .action(async (name: string, { json, defect }: { json?: boolean; defect?: string }) => {
      onlyLocal(name);
      using interruption = watchForInterruption();
      await ensureAll(interruption.signal);
      const folder = stackFolder(home());
      const before = await isUp(folder);
      const outputs = await stackUp({
        folder,
        signal: interruption.signal,
        ...(defect === undefined ? {} : { defect }),
        onLine: (line) => (json === true ? say(JSON.stringify(line)) : sayStartLine(line, say)),
      });
      if (json !== true) say(`The stack ${before ? "was up already" : "is up"}. Its outputs: ${outputs}`);
      process.exitCode = 0;
    });
  program
    .command("status")
    .argument("[stack]", "local", "local")
    .option("--json", "as JSON")
    .description("processes of the stack, primaries, standbys; runs of this machine and the faults that they have in")
    .action(async (name: string, { json }: { json?: boolean }) => {
      onlyLocal(name);
      say(await describeStatus(json === true));
      process.exitCode = 0;
    });
  program
    .command("failover")
    .argument("<stack>", "local")
    .argument("<region>", "where the primary goes")
    .description("move the Postgres primary to another region by hand, once that one follows closely")
    .action((name: string, region: string) => movePrimary(name, region));
  program
    .command("failback")
    .argument("<stack>", "local")
    .description("move the Postgres primary back to its home region, once that one follows closely")
    .action((name: string) => movePrimary(name, referenceRegions[0].name));
  program
    .command("down")
    .argument("<stack>", "local")
    .description("stop the stack and remove everything of it")
    .action(async (name: string) => {
      onlyLocal(name);
      const folder = stackFolder(home());
      await rm(`${folder}${failedLogsSuffix}`, { recursive: true, force: true });
      say((await stackDown(folder)) ? "The stack is down; no process and no file of it is left." : "No stack was up.");
      process.exitCode = 0;
    });
}

async function movePrimary(name: string, region: string): Promise<void> {
  onlyLocal(name);
  const record = await readStackRecord(stackFolder(home()));
  if (record === null || !(await isAlive(record.supervisor)))
    throw new UserError("no stack is up", [{ path: "stack", message: "nothing runs", remedy: "start it with: gameday up local" }], exitCodes.refused);
  say(`The Postgres primary is in ${await failOver(record, region)}.`);
  process.exitCode = 0;
}

export function sayStartLine(line: StartLine, to: (text: string) => void): void {
  switch (line.type) {
    case "part-ready":
      return to(`  ${line.part.padEnd(34)} ${line.seconds.toFixed(1)} s`);
    case "stack-ready":
      return to(`  ${"stack ready".padEnd(34)} ${line.seconds.toFixed(1)} s`);
    case "stack-failed":
      return; // The error that follows says it, with what to do.
  }
}

async function describeStatus(json: boolean): Promise<string> {
  const [record, runs] = [await readStackRecord(stackFolder(home())), await runsNow()];
  if (record === null || !(await isAlive(record.supervisor)))
    return json ? JSON.stringify({ up: false, runs }) : "No stack is up. Start it with: gameday up local";
  const status = await stackStatus(record);
  if (json) return JSON.stringify({ up: true, outputs: record.outputs, ...status, runs });
  return [
    `outputs   ${record.outputs}`,
    `postgres  primary ${status.postgres.primary ?? "none"} (term ${status.postgres.term}); standbys ${status.postgres.standbys.map(({ region, streaming, lagMilliseconds }) => `${region} ${streaming ? `streaming, ${lagMilliseconds?.toFixed(0) ?? "?"} ms behind` : "not streaming"}`).join("; ") || "none"}`,
    `redis     primary ${status.redis.primary ?? "none"}`,
    ...runs.map(({ run, faults }) => `run       ${run}; faults in: ${faults.join(", ") || "none"}`),
    ...status.processes.map(
      ({ id, state, pid, restarts }) =>
        `  ${id.padEnd(34)} ${state.padEnd(10)} ${String(pid ?? "").padStart(7)}${restarts > 0 ? `  restarted ${restarts} times` : ""}`,
    ),
  ].join("\n");
}

function onlyLocal(name: string): void {
  if (name !== "local")
    throw new UserError(`there is no stack ${name} to start here`, [{ path: "stack", message: "the one that runs on this machine is local" }]);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
