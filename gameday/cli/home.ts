// The folder whose .gameday holds runs, locks and stacks.
import { resolve } from "node:path";

/** GAMEDAY_HOME, or the folder that the command was called in. */
export const home = (): string => resolve(process.env["GAMEDAY_HOME"] ?? process.cwd());
