// Every external program that the embedded stack and the load need, found or built, before anything starts.
import { ensurePrograms } from "../../tools/programs/ensure.ts";
import { embeddedPrograms } from "../../tools/programs/table.ts";

/** Throws UserError (exit 69) for those that cannot be had, with the one command that gets them; and the signal's reason when it is aborted. */
export async function ensureAll(signal: AbortSignal): Promise<void> {
  await ensurePrograms(embeddedPrograms, (text) => process.stderr.write(`${text}\n`), signal);
}
