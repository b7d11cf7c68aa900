// An environment's estate, recorded by running its program as a process of its own: Pulumi's runtime is one to a process.
import { fileURLToPath } from "node:url";
import { estateSchema, type Estate } from "../../estate/resource.ts";
import { UserError } from "../../model/user-error.ts";
import { exitCodes } from "../../model/verdict.ts";
import { recordingFlags } from "../../tools/recording-flags.ts";
import { runCommand } from "./machine/run-command.ts";

const program = fileURLToPath(new URL("../../stacks/record.ts", import.meta.url));
const limitMilliseconds = 120_000;

export interface RecordedEstate {
  readonly estate: Estate;
  readonly seconds: number;
}

/** `settings`: a file in place of the environment's own. Throws UserError with every problem of the settings. */
export async function recordEstate(environment: string, settings?: string): Promise<RecordedEstate> {
  const started = performance.now();
  const { code, signal, stdout, stderr } = await runCommand(
    [process.execPath, ...recordingFlags, program, environment, ...(settings === undefined ? [] : ["--settings", settings])],
    { limitMilliseconds },
  );
  // Its message is for a person already, every problem with its path.
  if (code === exitCodes.usage) throw new UserError(stderr.trim());
  if (signal === "SIGKILL")
    throw new UserError(
      `${environment} was not recorded`,
      [
        {
          path: "stacks/record.ts",
          message: `was ended: it took more than ${limitMilliseconds / 1_000} s, or too much memory`,
          remedy: "try again when less runs on this machine",
        },
      ],
      exitCodes.refused,
    );
  if (code !== 0) throw new Error(`the program of ${environment} ended with ${code ?? signal}:\n${stderr}`);
  return { estate: estateSchema.parse(JSON.parse(stdout)), seconds: (performance.now() - started) / 1_000 };
}
