// `npm start`: from nothing to a finished game day: programs, embedded stack, default plan, report; and nothing left running.
import { spawn } from "node:child_process";
import type { Command } from "commander";
import { stackDown } from "../../adapters/local-stack/down.ts";
import { isUp, stackFolder } from "../../adapters/local-stack/folder.ts";
import { stackUp } from "../../adapters/local-stack/up.ts";
import { loadPlan } from "../../adapters/run-folder/plan-file.ts";
import { ensureAll } from "../ensure-all.ts";
import { home } from "../home.ts";
import { watchForInterruption } from "../interruption.ts";
import { newestReport } from "./report.ts";
import { runInTerminal } from "./run-command.ts";
import { sayStartLine } from "./stack.ts";

export function addStart(program: Command): void {
  program
    .command("start")
    .argument("[plan]", "a plan's name or file", "default")
    .option("--keep", "leave the stack up", false)
    .option("--events", "JSON lines of the journal's events instead of the live view", false)
    .option("--dashboard", "serve a page on loopback that shows the run as it goes", false)
    .description("bring the embedded stack up, run the default game day, take it down")
    .action(async (plan: string, { keep, events, dashboard }: { keep: boolean; events: boolean; dashboard: boolean }) => {
      const say = (text: string): void => void (events ? process.stderr : process.stdout).write(`${text}\n`);
      // Until the very end: the stack is taken down whenever a person loses patience.
      using interruption = watchForInterruption();
      await loadPlan(plan); // What is wrong with it is told before anything is started.
      say("Proving Ground: a three-region stack on this machine, phases of load, and the loss of a region.");
      await ensureAll(interruption.signal);
      const folder = stackFolder(home());
      const wasUp = await isUp(folder);
      let ran = false;
      try {
        await stackUp({ folder, onLine: (line) => sayStartLine(line, say), signal: interruption.signal });
        interruption.signal.throwIfAborted();
        process.exitCode = await runInTerminal({ plan, stack: "local", events, dashboard });
        ran = true;
      } finally {
        if (wasUp) say("The stack was up before; it stays up.");
        else if (keep && !interruption.signal.aborted) say("The stack is still up: gameday status local, gameday down local.");
        else if (await stackDown(folder)) say("The stack is down again.");
      }
      if (ran) open(await newestReport());
    });
}

function open(report: string): void {
  const desktop = process.env["DISPLAY"] ?? process.env["WAYLAND_DISPLAY"];
  if (desktop === undefined || process.env["CI"] !== undefined || !process.stdout.isTTY) return;
  spawn("xdg-open", [report], { detached: true, stdio: "ignore" })
    .on("error", () => undefined)
    .unref();
}
