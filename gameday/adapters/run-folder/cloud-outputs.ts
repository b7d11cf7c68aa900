// The outputs of a stack in a cloud, asked of Pulumi; its secrets go into files that only their owner reads.
import { mkdir, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { outputsSchema, type Outputs } from "../../../model/outputs.ts";
import { parseDocument } from "../../../model/parse.ts";
import type { EnvironmentName } from "../../../model/tiers.ts";
import { UserError } from "../../../model/user-error.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { findProgram } from "../../../tools/programs/find.ts";
import { runCommand } from "../machine/run-command.ts";

const ownProject = fileURLToPath(new URL("../../..", import.meta.url));
const limitMilliseconds = 60_000;

/** Throws UserError: no Pulumi, no such stack, not logged in, outputs of another version. `home`: taken as the project where it holds a Pulumi.yaml. */
export async function cloudOutputs(stack: EnvironmentName, home: string): Promise<Outputs> {
  const pulumi = await findProgram("pulumi");
  if (!pulumi.found)
    throw new UserError(
      `the outputs of ${stack} are asked of Pulumi`,
      [{ path: "pulumi", message: pulumi.problem, remedy: "install Pulumi, or give a path that ends in .json" }],
      exitCodes.missingProgram,
    );
  const folder = existsSync(join(home, "Pulumi.yaml")) ? home : ownProject;
  const ask = async (...words: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runCommand([pulumi.path, ...words, "--stack", stack, "--non-interactive"], { limitMilliseconds, folder });
    if (code === 0) return stdout;
    const said = stderr.trim().split("\n").at(-1) ?? "";
    throw new UserError(
      `the outputs of ${stack} cannot be had`,
      [
        {
          path: `pulumi ${words.join(" ")}`,
          message: said === "" ? `gave no answer in ${limitMilliseconds / 1_000} s` : said,
          remedy: `pulumi up --stack ${stack}`,
        },
      ],
      exitCodes.refused,
    );
  };
  const document: unknown = JSON.parse(await ask("stack", "output", "gameday", "--json"));
  const outputs = parseDocument(outputsSchema, document, `the outputs of ${stack}`);
  const apiKeyFile = await keep(join(home, ".gameday", "stacks", stack), "api-key", (await ask("config", "get", "apiKey")).trim());
  return { ...outputs, load: { ...outputs.load, apiKeyFile } };
}

async function keep(folder: string, name: string, value: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  await writeFile(path, value, { mode: 0o600 });
  return path;
}
