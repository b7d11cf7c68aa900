// `gameday run` as anybody would call it, over the node's outputs: what it says, and how it ended.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Its runs are kept where it is called from, so that the report outlives the node. Ended by the signal as by Ctrl-C: it aborts, heals and reports. */
export async function runGameDay(plan: string, outputs: string, signal: AbortSignal): Promise<number | null> {
  const child = spawn(process.execPath, [join(root, "gameday.mjs"), "run", plan, "--stack", outputs], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    // In a group of its own: a Ctrl-C reaches it from here, once.
    detached: true,
  });
  const abort = (): void => void child.kill("SIGINT");
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  await once(child, "exit");
  signal.removeEventListener("abort", abort);
  return child.exitCode;
}
