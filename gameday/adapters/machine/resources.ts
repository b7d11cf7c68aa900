// What this machine has left: cores, memory, disk.
import { readFile, statfs } from "node:fs/promises";
import { availableParallelism } from "node:os";
import type { MachinePort } from "../../ports/stack.ts";

export function createMachine(folder: string): MachinePort {
  return {
    async resources() {
      const [memory, disk] = await Promise.all([readFile("/proc/meminfo", "utf8"), statfs(folder)]);
      return {
        cpuCores: availableParallelism(),
        memoryMegabytes: Number(/MemAvailable:\s+(\d+)/.exec(memory)?.[1] ?? 0) / 1_024,
        diskMegabytes: (disk.bavail * disk.bsize) / 2 ** 20,
      };
    },
  };
}
