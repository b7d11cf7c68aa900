// Plain k6, as a person calls it: the same bundle and the same shape, and no controller. Also load for a peer that brings none.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { bundleScenario } from "../../../gameday/adapters/k6/process.ts";
import { executorOf, virtualUsersOf } from "../../../model/protocol/load-program.ts";
import { longestIterationSeconds } from "../../../gameday/adapters/k6/running-load.ts";
import { scheduleOf } from "../../../model/load-shapes.ts";
import type { Outputs } from "../../../model/outputs.ts";
import { loadEnvironment, loadMetrics } from "../../../model/protocol/load.ts";
import { findProgram } from "../../programs/find.ts";

const counted = z.object({ count: z.number() });
const summarySchema = z.object({
  metrics: z.object({ [loadMetrics.started]: counted, [loadMetrics.duration]: z.object({ "p(95)": z.number() }) }),
});

export interface RawLoad {
  readonly child: ChildProcess;
  /** Iterations, and ms. */
  readonly finished: Promise<{ readonly started: number; readonly p95: number }>;
}

export interface RawOrder {
  readonly outputs: Outputs;
  readonly folder: string;
  readonly scenario: string;
  /** Requests/s, constant. */
  readonly rate: number;
  readonly seconds: number;
  readonly seed: number;
}

export async function startRawK6({ outputs, folder, scenario, rate, seconds, seed }: RawOrder): Promise<RawLoad> {
  const k6 = await findProgram("k6");
  if (!k6.found) throw new Error(k6.problem);
  await mkdir(folder, { recursive: true });
  const bundle = await bundleScenario(scenario, folder);
  const summary = join(folder, "summary.json");
  const schedule = scheduleOf({ kind: "constant" }, rate, seconds);
  const apiKey = outputs.load.apiKeyFile === undefined ? "" : (await readFile(outputs.load.apiKeyFile, "utf8")).trim();
  const child = spawn(
    k6.path,
    ["run", "--quiet", "--no-usage-report", "--console-output", join(folder, "console.log"), "--summary-export", summary, bundle],
    {
      stdio: "ignore",
      env: {
        ...process.env,
        ...k6.environment,
        [loadEnvironment.entry]: outputs.entry,
        [loadEnvironment.paths]: (outputs.load.paths ?? ["/"]).join("\n"),
        [loadEnvironment.apiKey]: apiKey,
        [loadEnvironment.seed]: String(seed),
        [loadEnvironment.scenarios]: JSON.stringify({ load: executorOf(schedule, virtualUsersOf(schedule, longestIterationSeconds)) }),
      },
    },
  );
  const ended = once(child, "exit");
  return {
    child,
    finished: ended.then(async () => {
      const { metrics } = summarySchema.parse(JSON.parse(await readFile(summary, "utf8")));
      return { started: metrics[loadMetrics.started].count, p95: metrics[loadMetrics.duration]["p(95)"] };
    }),
  };
}
