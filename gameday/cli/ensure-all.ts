// Every external program that the embedded stack and the load need, found or built, before anything starts.
import { ensurePrograms } from "../../tools/programs/ensure.ts";

/** Throws UserError (exit 69) for those that cannot be had, with the one command that gets them; and the signal's reason when it is aborted. */
export async function ensureAll(signal: AbortSignal): Promise<void> {
  await ensurePrograms(["k6", "toxiproxy", "redis", "postgres"], (text) => process.stderr.write(`${text}\n`), signal);
}
