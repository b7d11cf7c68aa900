// Finds a stack's outputs: a path ending in .json, or the name of a stack; those in a cloud are asked of Pulumi.
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseDocument } from "../../../model/parse.ts";
import { outputsSchema, type Outputs } from "../../../model/outputs.ts";
import { UserError } from "../../../model/user-error.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { environmentNames, isEnvironmentName } from "../../../model/tiers.ts";
import { isAlive } from "../machine/pid-record.ts";
import { describeError } from "../machine/system-error.ts";
import { readStackRecord, stackFolder } from "../local-stack/folder.ts";
import { cloudOutputs } from "./cloud-outputs.ts";

/** Throws UserError: no such stack, unreadable file, or everything that is wrong with it. */
export async function loadOutputs(stack: string, home: string): Promise<Outputs> {
  if (isEnvironmentName(stack)) return cloudOutputs(stack, home);
  const path = stack.endsWith(".json") ? resolve(stack) : await outputsOfNamed(stack, home);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new UserError("the stack's outputs cannot be read", [
      {
        path,
        message: describeError(error),
        remedy: "give the path of a JSON file, or the name of a stack that is up",
      },
    ]);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError("the stack's outputs are not JSON", [{ path, message: describeError(error), remedy: "correct it there" }]);
  }
  return parseDocument(outputsSchema, value, path);
}

async function outputsOfNamed(stack: string, home: string): Promise<string> {
  if (stack !== "local")
    throw new UserError(`there is no stack ${stack}`, [
      { path: "--stack", message: `known by name: local, ${environmentNames.join(", ")}`, remedy: "give a path that ends in .json" },
    ]);
  const record = await readStackRecord(stackFolder(home, stack));
  if (record === null || !(await isAlive(record.supervisor)))
    throw new UserError(
      "the embedded stack is not up",
      [{ path: "--stack local", message: "nothing runs", remedy: "start it with: gameday up local" }],
      exitCodes.refused,
    );
  return record.outputs;
}
