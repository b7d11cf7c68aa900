// Programs that run as long as a test does, their logs in its folder. However the test ends, they end: a keeper process sees to it where the test cannot.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const keeperProgram = fileURLToPath(new URL("keeper.ts", import.meta.url));

export class Servers implements AsyncDisposable {
  readonly folder: string;
  readonly #keeper: ChildProcess;
  readonly #processes = new Map<string, ChildProcess>();

  private constructor(folder: string) {
    this.folder = folder;
    // In a session of its own: what ends the test's process group does not end the keeper.
    this.#keeper = spawn(process.execPath, [keeperProgram], { stdio: ["pipe", "ignore", "ignore"], detached: true });
    this.#keeper.unref();
    this.#tell(folder);
  }

  static async create(): Promise<Servers> {
    return new Servers(await mkdtemp(join(tmpdir(), "proving-ground-cluster-")));
  }

  /** Starts it, or starts it again: its log goes on. */
  run(name: string, command: string, words: readonly string[], environment: Readonly<Record<string, string>> = {}): void {
    const child = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"], cwd: this.folder, env: { ...process.env, ...environment } });
    if (child.pid !== undefined) this.#tell(`+${child.pid}`);
    child.on("exit", () => this.#tell(`-${child.pid ?? 0}`));
    const log = createWriteStream(join(this.folder, `${name}.log`), { flags: "a" });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    // A program that is not there says so by being ended.
    child.on("error", () => undefined);
    this.#processes.set(name, child);
  }

  /** As a machine takes it: at once, with nothing brought to an end. */
  async kill(name: string): Promise<void> {
    const child = this.#processes.get(name);
    this.#processes.delete(name);
    if (child === undefined || hasEnded(child)) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  names(): readonly string[] {
    return [...this.#processes.keys()];
  }

  pid(name: string): number {
    const pid = this.#processes.get(name)?.pid;
    if (pid === undefined) throw new Error(`${name} does not run`);
    return pid;
  }

  /** Asks until the answer is yes. Rejects when a program has ended, and when the time is over, with the last words of all. */
  async until(what: string, ask: () => Promise<boolean>, milliseconds: number): Promise<void> {
    const until = Date.now() + milliseconds;
    while (Date.now() < until) {
      const ended = [...this.#processes].find(([, child]) => hasEnded(child));
      if (ended !== undefined) throw new Error(`${ended[0]} ended: ${await this.#lastWords([ended[0]])}`);
      if (await ask()) return;
      await sleep(100);
    }
    throw new Error(`${what} took more than ${milliseconds / 1_000} s: ${await this.#lastWords([...this.#processes.keys()])}`);
  }

  async log(name: string): Promise<string> {
    return readFile(join(this.folder, `${name}.log`), "utf8").catch(() => "");
  }

  /** Last started first: without what it stands on a program would only complain. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of [...this.#processes.keys()].toReversed()) await this.kill(name);
    const gone = once(this.#keeper, "exit");
    this.#keeper.ref();
    this.#keeper.stdin?.end();
    await gone;
  }

  #tell(line: string): void {
    this.#keeper.stdin?.write(`${line}\n`);
  }

  async #lastWords(names: readonly string[]): Promise<string> {
    const logs = await Promise.all(names.map(async (name) => `${name}: ${(await this.log(name)).slice(-1_500)}`));
    return logs.join("\n");
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
