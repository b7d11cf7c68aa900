// A look by a command: exit code 0 is true.
import type { Observation } from "../../../model/fault/observation.ts";
import type { Seen } from "../../ports/fault.ts";
import { runCommand } from "../machine/run-command.ts";

/** Rejects if the command cannot be run at all. */
export async function lookCommand({ command, timeout }: Extract<Observation, { kind: "command" }>): Promise<Seen> {
  const started = performance.now();
  const { code, signal } = await runCommand(command, { limitMilliseconds: timeout * 1_000 });
  const value = performance.now() - started;
  const end = code === null ? `was ended by ${signal}${value >= timeout * 1_000 ? ` after ${timeout} s` : ""}` : `ended with ${code}`;
  return { held: code === 0, value, detail: `${command[0]} ${end}` };
}
