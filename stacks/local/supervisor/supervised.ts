// One process of the stack: started, restarted when it dies (as a Deployment would), held down while a hold file exists.
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { writeRecord } from "./pid-file.ts";

/** Stack processes run below k6, controller and guardian, which keep the usual 0. */
export const stackPriority = 10;
const firstBackoffMilliseconds = 250;
const longestBackoffMilliseconds = 2_000;
const holdPollMilliseconds = 200;
/** A process that lived this long starts over with the shortest backoff. */
const stableMilliseconds = 5_000;

export interface ProcessPlan {
  readonly id: string;
  readonly region?: string;
  readonly command: string;
  readonly parameters: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly log: string;
  readonly pidFile: string;
  /** Files of which any one keeps it down. */
  readonly holds: readonly string[];
  /** Called after each start but the first. */
  readonly onRestart?: () => Promise<void>;
}

export type ProcessState = "starting" | "running" | "held" | "restarting" | "stopped";

export class Supervised {
  readonly plan: ProcessPlan;
  state: ProcessState = "stopped";
  restarts = 0;
  #child: ChildProcess | null = null;
  #stopping = false;
  #over: Promise<void> = Promise.resolve();

  constructor(plan: ProcessPlan) {
    this.plan = plan;
  }

  get pid(): number | undefined {
    return this.state === "running" ? this.#child?.pid : undefined;
  }

  start(): void {
    this.#stopping = false;
    this.#over = this.#keepAlive();
  }

  /** SIGTERM, then SIGKILL. Resolves when it is gone. */
  async stop(graceMilliseconds = 3_000): Promise<void> {
    this.#stopping = true;
    this.#child?.kill("SIGTERM");
    this.#child?.kill("SIGCONT"); // A frozen process ends only once it runs again.
    const late = setTimeout(() => this.#child?.kill("SIGKILL"), graceMilliseconds);
    await this.#over;
    clearTimeout(late);
    this.state = "stopped";
  }

  async #keepAlive(): Promise<void> {
    let backoff = firstBackoffMilliseconds;
    for (let starts = 0; !this.#stopping; starts += 1) {
      await this.#waitForHolds();
      if (this.#stopping) return;
      this.state = starts === 0 ? "starting" : "restarting";
      const startedAt = Date.now();
      await this.#runOnce(starts > 0);
      if (this.#stopping) return;
      this.restarts += 1;
      backoff = Date.now() - startedAt > stableMilliseconds ? firstBackoffMilliseconds : Math.min(backoff * 2, longestBackoffMilliseconds);
      await sleep(backoff);
    }
  }

  async #waitForHolds(): Promise<void> {
    while (!this.#stopping && this.plan.holds.some((file) => existsSync(file))) {
      this.state = "held";
      await sleep(holdPollMilliseconds);
    }
  }

  async #runOnce(again: boolean): Promise<void> {
    const { command, parameters, environment, log, pidFile, onRestart } = this.plan;
    const output = openSync(log, "a");
    const child = spawn(command, parameters, { stdio: ["ignore", output, output], env: { ...process.env, ...environment }, cwd: "/" });
    closeSync(output);
    this.#child = child;
    const ended = new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve());
    });
    if (child.pid !== undefined) {
      setPriority(child.pid, stackPriority);
      await writeRecord(pidFile, child.pid);
      this.state = "running";
      if (again) await onRestart?.().catch(() => undefined);
    }
    await ended;
    this.#child = null;
    await rm(pidFile, { force: true });
  }
}
