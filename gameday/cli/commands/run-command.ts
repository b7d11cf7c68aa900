// The command line around a run: live view, signals, exit code.
import { watch } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import type { Entry } from "../../../model/events.ts";
import { serveDashboard } from "../../dashboard/server.ts";
import { createLiveView } from "../../terminal/live-view.ts";
import { home } from "../home.ts";
import type { StartedRun } from "../carry-out.ts";
import { beginRun } from "./run.ts";

export interface RunOptions {
  readonly plan: string | undefined;
  readonly stack: string;
  readonly events: boolean;
  readonly dashboard: boolean;
}

/** Begins the run, or takes one up again. */
type Begin = (onEntry: (entry: Entry) => void) => Promise<StartedRun>;

export function addRun(program: Command): void {
  program
    .command("run")
    .argument("[plan]", "a plan's name, or a .ts, .yaml or .json file")
    .option("--stack <stack>", "the name of a stack, or the path of its outputs", "local")
    .option("--events", "JSON lines of the journal's events instead of the live view", false)
    .option("--dashboard", "serve a page on loopback that shows the run as it goes", false)
    .description("run a game day: phases, load, faults, gates; report at the end")
    .action(async (plan: string | undefined, options: Omit<RunOptions, "plan">) => {
      process.exitCode = await runInTerminal({ plan, ...options });
    });
}

/** Resolves with the exit code of the verdict. */
export function runInTerminal({ plan, stack, events, dashboard }: RunOptions): Promise<number> {
  return watchInTerminal({ events, dashboard }, (onEntry) => beginRun({ plan, stack, home: home(), onEntry }));
}

/** Live view or events, signals, the abort file; resolves with the exit code of the verdict. */
export async function watchInTerminal({ events, dashboard }: Pick<RunOptions, "events" | "dashboard">, begin: Begin): Promise<number> {
  const view = events
    ? null
    : createLiveView(process.stdout, {
        isTTY: process.stdout.isTTY,
        colour: process.stdout.isTTY && process.stdout.hasColors() && process.env["NO_COLOR"] === undefined,
      });
  let asked: string | null = null;
  let abort: ((by: "person" | "command", reason: string) => void) | null = null;
  const onAbort = (by: "person" | "command", reason: string): void => {
    asked = reason;
    abort?.(by, reason);
  };
  // Once is enough: one Ctrl-C may come twice, from the terminal and from npm.
  const onSignal = (signal: NodeJS.Signals): void => (asked === null ? onAbort("person", `${signal} from the terminal`) : undefined);
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal).on("SIGHUP", onSignal);
  const page = dashboard ? await serveDashboard("gameday", (reason) => onAbort("person", reason)) : null;
  if (page !== null) process.stderr.write(`Dashboard: ${page.url}\n`);
  try {
    const run = await begin((entry) => {
      page?.entry(entry);
      if (view === null) process.stdout.write(`${JSON.stringify(entry)}\n`);
      else view.entry(entry);
    });
    abort = run.abort;
    if (asked !== null) run.abort("person", asked);
    const watcher = watch(run.folder, (_, name) => {
      if (name === "abort")
        void readFile(join(run.folder, "abort"), "utf8").then(
          (reason) => run.abort("command", reason.trim() || "gameday abort"),
          () => undefined,
        );
    });
    const code = await run.finished;
    watcher.close();
    await page?.close();
    view?.end(join(run.folder, "report.html"));
    return code;
  } finally {
    view?.stop();
    await page?.close();
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal).off("SIGHUP", onSignal);
  }
}
