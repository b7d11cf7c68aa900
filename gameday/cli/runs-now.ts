// The runs that hold a stack of this machine now, and the faults that each has in.
import { holders } from "../adapters/interlock/lock.ts";
import { allEntries, faultsLeft } from "../guardian/heal-left.ts";

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
      faults: faultsLeft(await allEntries(folder))
        .map(({ fault }) => fault)
        .toReversed(),
    })),
  );
}
