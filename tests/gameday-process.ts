// The command line as a person calls it, for tests that need all of it: its own home folder, its lines, its exit code.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { stackFolder } from "../gameday/adapters/local-stack/folder.ts";
import { loadOutputs } from "../gameday/adapters/run-folder/outputs-file.ts";
import { entrySchema, type Entry, type Event, type EventOf, type EventType } from "../model/events.ts";
import type { Outputs } from "../model/outputs.ts";
import type { PlanInput } from "../model/plan.ts";
import { stackStatusSchema, type StackStatus } from "../model/protocol/stack.ts";

const main = fileURLToPath(new URL("../gameday/cli/main.ts", import.meta.url));

const upSchema = stackStatusSchema.extend({
  up: z.literal(true),
  outputs: z.string(),
  runs: z.array(z.strictObject({ run: z.string(), folder: z.string(), alive: z.boolean(), faults: z.array(z.string()) })),
});

export interface Finished {
  readonly code: number | null;
  readonly output: string;
  readonly entries: readonly Entry[];
}

export interface How {
  /** Words of a command that starts the one that is meant. */
  readonly through?: readonly string[];
  /** Words for Node that name the program; default: the command line's own. */
  readonly program?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** True: in a process group of its own, as a terminal starts it. */
  readonly group?: boolean;
}

export interface Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves with the first event of that type that fits; rejects if the command ends first. */
  seen<T extends EventType>(type: T, fits?: (event: EventOf<T>) => boolean): Promise<EventOf<T>>;
}

/**
 * Takes down what a test leaves up when it is interrupted or killed: its end of this program's input closes then, with the home folder still there. The folder is told
 * as the first line: tests look at the processes that name it in their command.
 */
const keeper = `
  read -r home
  read -r _
  [ -d "$home" ] || exit 0
  export GAMEDAY_HOME="$home" GAMEDAY_INTERLOCK="$home/interlock"
  "$0" "$1" abort
  "$0" "$1" down local
  rm -rf "$home"
`;

export class Gameday {
  readonly home: string;

  private constructor(home: string) {
    this.home = home;
  }

  static async create(): Promise<Gameday> {
    const home = await mkdtemp(join(tmpdir(), "proving-ground-home-"));
    // In a session of its own: what ends the test's process group does not end the keeper.
    const child = spawn("/bin/sh", ["-c", keeper, process.execPath, main], { stdio: ["pipe", "ignore", "ignore"], detached: true });
    child.unref();
    child.stdin.write(`${home}\n`);
    return new Gameday(home);
  }

  start(words: readonly string[], { through = [], program = [main], environment = {}, group = false }: How = {}): Started {
    const [command = "", ...parameters] = [...through, process.execPath, ...program, ...words];
    const child = spawn(command, parameters, {
      env: { ...process.env, GAMEDAY_HOME: this.home, GAMEDAY_INTERLOCK: join(this.home, "interlock"), NO_COLOR: "1", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      detached: group,
    });
    const entries: Entry[] = [];
    const watchers: ((event: Event) => void)[] = [];
    let output = "";
    createInterface({ input: child.stdout }).on("line", (line) => {
      output += `${line}\n`;
      const entry = line.startsWith("{") ? entrySchema.safeParse(JSON.parse(line)) : null;
      if (entry?.success !== true) return;
      entries.push(entry.data);
      for (const watcher of watchers) watcher(entry.data.event);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
    const finished = new Promise<Finished>((resolve, reject) => child.on("error", reject).on("close", (code) => resolve({ code, output, entries })));
    return {
      child,
      finished,
      seen: (type, fits = () => true) =>
        new Promise((resolve, reject) => {
          const look = (event: Event): void => {
            if (isOf(event, type) && fits(event)) resolve(event);
          };
          for (const { event } of entries) look(event);
          watchers.push(look);
          void finished.then((end) => reject(new Error(`the command ended (${end.code}) before ${type} was seen:\n${end.output.slice(-3_000)}`)));
        }),
    };
  }

  run(...words: readonly string[]): Promise<Finished> {
    return this.start(words).finished;
  }

  /** Who holds the stack of that name now. */
  async lockOf(stack: string): Promise<{ run: string; folder: string }> {
    const place = join(this.home, "interlock");
    const name = (await readdir(place)).find((file) => file.startsWith(`${stack}-`) && file.endsWith(".lock.json"));
    if (name === undefined) throw new Error(`nobody holds ${stack}`);
    return z.object({ run: z.string(), folder: z.string() }).parse(JSON.parse(await readFile(join(place, name), "utf8")));
  }

  /** Of the embedded stack. */
  get stackFolder(): string {
    return stackFolder(this.home);
  }

  /** Brings the embedded stack up; resolves with what it publishes. */
  async up(): Promise<Outputs> {
    const { code, output } = await this.run("up", "local");
    if (code !== 0) throw new Error(`the stack did not come up (${code}):\n${output}`);
    return loadOutputs("local", this.home);
  }

  async status(): Promise<StackStatus> {
    const { output } = await this.run("status", "local", "--json");
    return upSchema.parse(JSON.parse(output));
  }

  async plan(plan: PlanInput): Promise<string> {
    const path = join(this.home, `${plan.name}.json`);
    await writeFile(path, JSON.stringify(plan));
    return path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.run("down", "local");
    await rm(this.home, { recursive: true, force: true });
  }
}

function isOf<T extends EventType>(event: Event, type: T): event is EventOf<T> {
  return event.type === type;
}
