// What failed while another file had half of the machine is run once more alone. One that passes then is unsteady: it is told apart, with how it failed,
// and does not fail the run. Quick tests, those that ran alone, and more than a few failures get no second look.
import { heavyFiles, rooms, stackFiles } from "./files.ts";
import type { Failure, Outcome } from "./vitest.ts";

const mostFiles = 2;

export interface Looked {
  /** Failed, and again where there was a second look. */
  readonly failures: readonly Failure[];
  readonly unsteady: readonly Failure[];
}

/** `again` runs files one after the other. */
export async function secondLook(failures: readonly Failure[], again: (files: readonly string[]) => Promise<Outcome>): Promise<Looked> {
  const files = [...new Set(failures.map(({ file }) => file))];
  const beside = rooms().flatMap((room) => [...heavyFiles(room), ...stackFiles(room)]);
  if (files.length === 0 || files.length > mostFiles || !files.every((file) => file !== null && beside.includes(file)))
    return { failures, unsteady: [] };
  const { failures: twice } = await again(files.filter((file) => file !== null));
  const held = new Set(twice.map(({ file }) => file));
  return { failures: twice, unsteady: failures.filter(({ file }) => !held.has(file)) };
}
