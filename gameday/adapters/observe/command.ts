// A look by a command: exit code 0 is true. Too late, it is ended with everything that it started.
import { spawn } from "node:child_process";
import type { Observation } from "../../../model/fault/observation.ts";
import type { Seen } from "../../ports/fault.ts";

/** Rejects if the command cannot be run at all. */
export function lookCommand({ command: [program = "", ...parameters], timeout }: Extract<Observation, { kind: "command" }>): Promise<Seen> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { stdio: "ignore", detached: true });
    const late = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, timeout * 1_000);
    child.on("error", (cause) => {
      clearTimeout(late);
      reject(new Error(`the command ${program} cannot be run: ${cause.message}`, { cause }));
    });
    child.on("exit", (code, signal) => {
      clearTimeout(late);
      const value = performance.now() - started;
      const end = code === null ? `was ended by ${signal}${value >= timeout * 1_000 ? ` after ${timeout} s` : ""}` : `ended with ${code}`;
      resolve({ held: code === 0, value, detail: `${program} ${end}` });
    });
  });
}
