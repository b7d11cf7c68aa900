// Reads the settings out of a file as Pulumi keeps it (stacks/settings/Pulumi.<stack>.yaml), unchecked.
import { readFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import { z } from "zod";
import { UserError } from "../model/user-error.ts";

const key = "proving-ground:settings";
const fileSchema = z.looseObject({ config: z.looseObject({ [key]: z.unknown().refine((value) => value !== undefined) }) });

/** Throws UserError where the file cannot be read, is no YAML, or has no settings. */
export async function readSettings(path: string): Promise<unknown> {
  const refuse = (message: string, remedy: string): UserError => new UserError("the settings cannot be read:", [{ path, message, remedy }]);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw refuse(error instanceof Error ? error.message : String(error), "give the path of a file like stacks/settings/Pulumi.base.yaml");
  });
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) throw refuse(problem.message.split("\n")[0] ?? "is no YAML", "correct it there");
  const found = fileSchema.safeParse(document.toJS());
  if (!found.success) throw refuse(`has no ${key} below config`, "see stacks/settings/Pulumi.base.yaml");
  return found.data.config[key];
}
