// One Postgres server process: started, found again after its parent died, stopped. It outlives whoever started it.
import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { setPriority } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import type { PidRecord } from "../../../model/protocol/stack.ts";
import { gone, isAlive, readAlive, signalProcess, writeRecord } from "../supervisor/pid-file.ts";
import { stackPriority } from "../supervisor/supervised.ts";
import { lastWords } from "../supervisor/until.ts";
import { identity, type PostgresPrograms } from "./binaries.ts";

export interface ServerPlan {
  readonly programs: PostgresPrograms;
  readonly data: string;
  readonly port: number;
  readonly log: string;
  readonly pidFile: string;
  /** Settings on top of the file's, as name=value. */
  readonly settings?: readonly string[];
}

export class PostgresServer {
  readonly plan: ServerPlan;
  #record: PidRecord | null = null;

  constructor(plan: ServerPlan) {
    this.plan = plan;
  }

  /** True while the process lives, whoever started it. */
  async running(): Promise<boolean> {
    if (this.#record === null || !isAlive(this.#record)) this.#record = await readAlive(this.plan.pidFile);
    return this.#record !== null;
  }

  async start(): Promise<void> {
    const { programs, data, port, log, pidFile, settings = [] } = this.plan;
    await rm(join(data, "postmaster.pid"), { force: true }); // Left behind by one that was killed; pid records tell whether it lives.
    const output = openSync(log, "a");
    const child = spawn(programs.postgres, ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])], {
      ...identity(),
      stdio: ["ignore", output, output],
      detached: true,
      cwd: "/",
      env: { PATH: process.env["PATH"] ?? "", LC_ALL: "C", TZ: "UTC" },
    });
    closeSync(output);
    child.on("error", () => undefined);
    child.unref();
    if (child.pid === undefined) throw new Error(`${programs.postgres} cannot be started`);
    try {
      setPriority(child.pid, stackPriority);
    } catch {
      // It has ended already; whoever waits for answers will see.
    }
    this.#record = await writeRecord(pidFile, child.pid);
  }

  /** Fast shutdown, then SIGQUIT (immediate), then SIGKILL. */
  async stop(): Promise<void> {
    if (!(await this.running()) || this.#record === null) return;
    const record = this.#record;
    for (const [signal, milliseconds] of [
      ["SIGINT", 3_000],
      ["SIGQUIT", 2_000],
      ["SIGKILL", 2_000],
    ] as const) {
      signalProcess(record, signal);
      signalProcess(record, "SIGCONT");
      await gone([record], milliseconds);
      if (!isAlive(record)) break;
    }
    this.#record = null;
    await rm(this.plan.pidFile, { force: true });
  }

  async whenAnswering(user: string, password: string, limitMilliseconds: number): Promise<void> {
    const deadline = Date.now() + limitMilliseconds;
    for (;;) {
      const client = new Client({ host: "127.0.0.1", port: this.plan.port, user, password, database: "postgres", connectionTimeoutMillis: 1_000 });
      client.on("error", () => undefined);
      try {
        await client.connect();
        await client.end();
        return;
      } catch (cause) {
        await client.end().catch(() => undefined);
        if (!(await this.running())) throw new Error(`Postgres on port ${this.plan.port} ended: ${await lastWords(this.plan.log)}`, { cause });
        if (Date.now() > deadline) throw new Error(`Postgres on port ${this.plan.port} does not answer: see ${this.plan.log}`, { cause });
        await sleep(50);
      }
    }
  }
}
