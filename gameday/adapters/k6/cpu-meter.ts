// The CPU that a process and all its threads used.
import { readFileSync } from "node:fs";

/** USER_HZ is 100 on every Linux that Node runs on. */
const clockTicksPerSecond = 100;

export interface CpuMeter {
  /**
   * Cores used since the reading before. At once, not by promise: k6 ends as soon as its last export is answered, and what is read of a
   * process that ends is too little.
   */
  read(): number;
  /** Mean cores from the meter's creation to the last reading. */
  mean(): number;
}

/** Of a process that has just started. Readings once it is gone change nothing. */
export function createCpuMeter(pid: number): CpuMeter {
  const startedAt = performance.now();
  let last = { used: 0, at: startedAt };
  return {
    read() {
      const [used, at] = [usedSeconds(pid), performance.now()];
      if (used === null || used < last.used || at <= last.at) return 0;
      const cores = (used - last.used) / ((at - last.at) / 1_000);
      last = { used, at };
      return cores;
    },
    mean: () => (last.at <= startedAt ? 0 : last.used / ((last.at - startedAt) / 1_000)),
  };
}

/** User and system time of the process, with its threads that have ended. */
function usedSeconds(pid: number): number | null {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  if (stat === "") return null;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / clockTicksPerSecond;
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
