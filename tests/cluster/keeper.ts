// Ends a test's servers when the test itself is killed: it hears of them on its standard input, and of the test's end by that input's end.
// Lines: "+<pid>" one was started, "-<pid>" it has ended by itself; the first line is the folder that goes with them.
import { rm } from "node:fs/promises";
import { createInterface } from "node:readline";

// A terminal's Ctrl-C is for the test, and its servers are to be ended all the same.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);

let folder: string | undefined;
const alive = new Set<number>();

for await (const line of createInterface({ input: process.stdin })) {
  if (folder === undefined) folder = line;
  else if (line.startsWith("+")) alive.add(Number(line.slice(1)));
  else alive.delete(Number(line.slice(1)));
}
for (const pid of alive) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
if (folder !== undefined) await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
