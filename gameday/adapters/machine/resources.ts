// What this machine has left: cores, memory, disk.
import { readFile, statfs } from "node:fs/promises";
import { availableParallelism } from "node:os";
import type { Outputs } from "../../../model/outputs.ts";
import type { MachinePort } from "../../ports/stack.ts";
import { createOthersMeter } from "./others-cpu.ts";

export function createMachine(folder: string, outputs: Outputs): MachinePort {
  const ours = [...outputs.own, ...outputs.processes.map(({ pidFile }) => pidFile)];
  return {
    // A stack on clusters does not run here: what others take of this machine is not taken from it.
    othersCpuSeconds: outputs.clusters.length > 0 ? () => Promise.resolve(0) : createOthersMeter(ours),
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
