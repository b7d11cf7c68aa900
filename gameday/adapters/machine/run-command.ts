// Runs a program to its end, or to a limit: then it is ended with everything that it started.
import { spawn } from "node:child_process";

export interface CommandLimits {
  readonly limitMilliseconds: number;
  /** From the polite signal to the one that nobody can refuse; default: none. */
  readonly graceMilliseconds?: number;
  /** Ends it early. */
  readonly signal?: AbortSignal;
}

export interface EndedCommand {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
}

/** Rejects if the program cannot be run at all. Settles `graceMilliseconds` after the limit at the latest. */
export function runCommand(
  [program = "", ...parameters]: readonly string[],
  { limitMilliseconds, graceMilliseconds = 0, signal: ended }: CommandLimits,
): Promise<EndedCommand> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { stdio: ["ignore", "pipe", "ignore"], detached: true });
    let stdout = "";
    let hard: NodeJS.Timeout | undefined;
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    const kill = (): void => {
      if (child.pid !== undefined) killGroup(child.pid);
      child.stdout.destroy(); // A process that left the group may hold it open.
    };
    const end = (): void => {
      if (graceMilliseconds === 0) return kill();
      child.kill("SIGTERM");
      hard ??= setTimeout(kill, graceMilliseconds);
    };
    const late = setTimeout(end, limitMilliseconds);
    ended?.addEventListener("abort", end);
    const settle = (): void => {
      clearTimeout(late);
      clearTimeout(hard);
      ended?.removeEventListener("abort", end);
    };
    child.on("error", (cause) => {
      settle();
      reject(new Error(`the command ${program} cannot be run: ${cause.message}`, { cause }));
    });
    child.on("close", (code, signal) => {
      settle();
      resolve({ code, signal, stdout });
    });
    if (ended?.aborted === true) end();
  });
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // All of it has ended.
  }
}
