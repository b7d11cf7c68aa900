// Runs a program to its end, or to a limit: then it is ended with everything that it started.
import { spawn } from "node:child_process";

export interface CommandLimits {
  readonly limitMilliseconds: number;
  /** From the polite signal to the one that nobody can refuse; default: none. */
  readonly graceMilliseconds?: number;
  /** Ends it early. */
  readonly signal?: AbortSignal;
  /** Where it runs; default: here. */
  readonly folder?: string;
}

export interface EndedCommand {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Characters of what a program complains of that are kept, from the end. */
const longestComplaint = 20_000;

/** Rejects if the program cannot be run at all. Settles `graceMilliseconds` after the limit at the latest. */
export function runCommand(
  [program = "", ...parameters]: readonly string[],
  { limitMilliseconds, graceMilliseconds = 0, signal: ended, folder }: CommandLimits,
): Promise<EndedCommand> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
      ...(folder === undefined ? {} : { cwd: folder }),
    });
    let [stdout, stderr] = ["", ""];
    let hard: NodeJS.Timeout | undefined;
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr = `${stderr}${text}`.slice(-longestComplaint)));
    const kill = (): void => {
      if (child.pid !== undefined) killGroup(child.pid);
      // A process that left the group may hold them open.
      child.stdout.destroy();
      child.stderr.destroy();
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
      resolve({ code, signal, stdout, stderr });
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
