// What a stack does when asked: scale, restore a backup.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { request } from "undici";
import { z } from "zod";
import type { Outputs } from "../../../model/outputs.ts";
import type { StackPort } from "../../ports/stack.ts";

const scaled = z.object({ instances: z.int() });
const drilled = z.object({ rows: z.int(), unequal: z.int(), seconds: z.number() });
const scaleLimitMilliseconds = 120_000;

export function createStackControl(outputs: Outputs): StackPort {
  const closing = new AbortController();
  let drill: Promise<unknown> = Promise.resolve();
  return {
    async scale(instances) {
      if (outputs.scale === undefined) throw new Error(`the stack ${outputs.stack} has no scale handle`);
      const { statusCode, body } = await request(outputs.scale.url, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ instances }),
        headersTimeout: scaleLimitMilliseconds,
      });
      const text = await body.text();
      if (statusCode !== 200)
        throw new Error(`the stack ${outputs.stack} did not scale to ${instances} instances: ${statusCode} ${text.slice(0, 200)}`);
      return scaled.parse(JSON.parse(text)).instances;
    },
    async restoreDrill() {
      const [program = "", ...parameters] = outputs.restoreDrill?.command ?? [];
      const timeout = (outputs.restoreDrill?.timeout ?? 60) * 1_000;
      const running = promisify(execFile)(program, parameters, { timeout, signal: closing.signal });
      // The promise is settled when the signal is sent; the process takes its server along before it ends.
      drill = once(running.child, "close").catch(() => undefined);
      const { stdout } = await running;
      return drilled.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
    },
    async close() {
      closing.abort();
      await drill;
    },
  };
}
