// The load generator of a run as its folder knows it, so that it can be ended when the controller that started it is gone.
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { recordOf, sendSignal } from "../machine/pid-record.ts";
import { liveProcess } from "../machine/process-handle.ts";

const place = (folder: string): string => join(folder, "load.json");

export async function recordLoad(folder: string, pid: number): Promise<void> {
  const record = await recordOf(pid);
  if (record === null) return;
  await writeFile(`${place(folder)}.draft`, JSON.stringify(record));
  await rename(`${place(folder)}.draft`, place(folder));
}

/** No load without a controller: nobody would stop it before its time. */
export async function endLoad(folder: string): Promise<void> {
  const record = await liveProcess(place(folder));
  if (record !== null) await sendSignal(record, "SIGKILL");
}
