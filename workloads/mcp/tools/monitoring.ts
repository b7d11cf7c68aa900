// Monitoring: how busy this server's event loop is.
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { tool, type Tool } from "../tool.ts";

const sampleMilliseconds = 5;

export const monitoring: readonly Tool[] = [
  tool(
    "monitoring.machine_load",
    "How long a short timer was late, and the share of the sample in which the event loop worked.",
    z.object({}),
    async () => {
      const before = performance.eventLoopUtilization();
      const start = performance.now();
      await sleep(sampleMilliseconds);
      const late = Math.max(0, performance.now() - start - sampleMilliseconds);
      const { utilization } = performance.eventLoopUtilization(before);
      return JSON.stringify({ lateMilliseconds: Number(late.toFixed(2)), eventLoopShare: Number(utilization.toFixed(3)) });
    },
  ),
];
