// Infrastructure Commander: what this machine has to give.
import { freemem, loadavg, totalmem } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { tool, type Tool } from "../tool.ts";

const sampleMilliseconds = 5;

export const infrastructureCommander: readonly Tool[] = [
  tool(
    "infrastructure_commander.capacity",
    "Processor share of this server over a short sample, and the machine's load and memory.",
    z.object({}),
    async () => {
      const before = process.cpuUsage();
      const start = performance.now();
      await sleep(sampleMilliseconds);
      const { user, system } = process.cpuUsage(before);
      const share = (user + system) / 1_000 / (performance.now() - start);
      return JSON.stringify({
        processorShare: Number(share.toFixed(3)),
        load: loadavg()[0],
        memoryFreeShare: Number((freemem() / totalmem()).toFixed(3)),
      });
    },
  ),
];
