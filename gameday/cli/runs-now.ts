// The runs that hold a stack of this machine now, and the faults that each has in.
import { holders } from "../adapters/interlock/lock.ts";
import { readUndoRecord } from "../adapters/run-folder/undo-record.ts";

export interface RunNow {
  readonly run: string;
  readonly folder: string;
  /** False: its controller is gone. */
  readonly alive: boolean;
  /** In the order in which they went in. */
  readonly faults: readonly string[];
}

export async function runsNow(): Promise<RunNow[]> {
  return Promise.all(
    (await holders()).map(async ({ run, folder, alive }) => ({
      run,
      folder,
      alive,
      faults: (await readUndoRecord(folder)).left.map(({ fault }) => fault).toReversed(),
    })),
  );
}
