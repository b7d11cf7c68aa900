// What a stack does when asked: scale, restore a backup.
import { request } from "undici";
import { z } from "zod";
import type { Outputs } from "../../../model/outputs.ts";
import type { StackPort } from "../../ports/stack.ts";
import { settleOn } from "../cluster/heal/end-run.ts";
import { createClusterScaling } from "../cluster/workload/scaling.ts";
import { runCommand } from "../machine/run-command.ts";

const scaled = z.object({ instances: z.int() });
const drilled = z.object({ rows: z.int(), unequal: z.int(), seconds: z.number() });
const scaleLimitMilliseconds = 120_000;
/** A drill that is told to end takes its server along. */
const drillGraceMilliseconds = 5_000;

/** `run`: written at what is scaled on a cluster. */
export function createStackControl(outputs: Outputs, run: string): StackPort {
  const scaling = outputs.clusters.length === 0 || outputs.scale !== undefined ? null : createClusterScaling(outputs, run);
  const closing = new AbortController();
  let drill: Promise<unknown> = Promise.resolve();
  let settled: Promise<readonly string[]> | null = null;

  async function settle(): Promise<readonly string[]> {
    // What is not put back carries the run's label still, and is healed as anything else of it.
    await scaling?.restore().catch(() => undefined);
    const left = await Promise.all(outputs.clusters.map((row) => settleOn(outputs, row, run)));
    return left.flat();
  }

  return {
    async scale(instances) {
      if (scaling !== null) return scaling.scale(instances);
      if (outputs.scale === undefined) throw new Error(`the stack ${outputs.stack} has no scale handle`);
      const { statusCode, body } = await request(outputs.scale.url, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ instances }),
        signal: AbortSignal.timeout(scaleLimitMilliseconds),
      });
      const text = await body.text();
      if (statusCode !== 200)
        throw new Error(`the stack ${outputs.stack} did not scale to ${instances} instances: ${statusCode} ${text.slice(0, 200)}`);
      return scaled.parse(JSON.parse(text)).instances;
    },
    async restoreDrill() {
      const { command, timeout } = outputs.restoreDrill ?? { command: [], timeout: 0 };
      const running = runCommand(command, { limitMilliseconds: timeout * 1_000, graceMilliseconds: drillGraceMilliseconds, signal: closing.signal });
      drill = running.catch(() => undefined);
      const { code, signal, stdout } = await running;
      if (code !== 0) throw new Error(`the restore drill ${command.join(" ")} ended with ${code ?? signal}; it has ${timeout} s`);
      return drilled.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
    },
    settle() {
      settled ??= settle();
      return settled;
    },
    async close() {
      closing.abort();
      await Promise.all([drill, scaling?.restore()]);
    },
  };
}
