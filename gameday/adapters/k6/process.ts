// One k6 process: bundled program, environment, CPU that it used and waited for.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { UserError } from "../../../model/user-error.ts";
import { loadEnvironment } from "../../../model/protocol/load.ts";
import type { Schedule } from "../../../model/load-shapes.ts";
import { plannedRate } from "../../../model/load-shapes.ts";

export interface K6Program {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface LoadOrder {
  readonly name: string;
  readonly scenario: string;
  readonly schedule: Schedule;
  readonly entry: string;
  readonly paths: readonly string[];
  readonly apiKey: string;
  readonly seed: number;
  readonly folder: string;
  readonly receiverPort: number;
}

const bundler = fileURLToPath(new URL("../../../loadtests/bundle.ts", import.meta.url));
/** Requests time out after 5 s, so so many may be under way at once; the rest is for iterations that are just starting. */
const longestIterationSeconds = 5.5;

/** VUs are allotted before the start: allotting them under load costs the rate. */
export const virtualUsers = ({ start, stages }: Schedule): number =>
  Math.ceil(Math.max(start, ...stages.map(({ target }) => target)) * longestIterationSeconds) + 10;

export const acceptedFile = (folder: string, name: string): string => join(folder, "logs", `k6-${name}-accepted.log`);

export async function startK6(k6: K6Program, order: LoadOrder): Promise<ChildProcess> {
  const bundle = await bundleScenario(order.scenario, join(order.folder, "logs"));
  const log = openSync(join(order.folder, "logs", `k6-${order.name}.log`), "a");
  const child = spawn(
    k6.path,
    [
      "run",
      "--quiet",
      "--no-usage-report",
      "--no-color",
      "--summary-mode=disabled",
      "--address",
      "",
      "--console-output",
      acceptedFile(order.folder, order.name),
      "--out",
      "opentelemetry",
      bundle,
    ],
    { stdio: ["ignore", log, log], env: { ...process.env, ...k6.environment, ...environmentOf(order) } },
  );
  closeSync(log);
  return child;
}

async function bundleScenario(scenario: string, folder: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["--no-warnings", bundler, scenario, folder], { timeout: 30_000 });
    return stdout.trim();
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    throw new UserError("the load program cannot be bundled", [{ path: "scenario", message: said.trim() }]);
  }
}

function environmentOf({ scenario, schedule, entry, paths, apiKey, seed, receiverPort }: LoadOrder): Record<string, string> {
  return {
    [loadEnvironment.entry]: entry,
    [loadEnvironment.paths]: paths.join("\n"),
    [loadEnvironment.apiKey]: apiKey,
    [loadEnvironment.seed]: String(seed),
    [loadEnvironment.phase]: scenario,
    [loadEnvironment.schedule]: JSON.stringify(executorOf(schedule)),
    K6_OTEL_EXPORTER_PROTOCOL: "http/protobuf",
    K6_OTEL_HTTP_EXPORTER_ENDPOINT: `127.0.0.1:${receiverPort}`,
    K6_OTEL_HTTP_EXPORTER_INSECURE: "true",
    K6_OTEL_EXPORT_INTERVAL: "1s",
    K6_OTEL_FLUSH_INTERVAL: "500ms",
    OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: "base2_exponential_bucket_histogram",
    OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: "delta",
    OTEL_EXPORTER_OTLP_METRICS_COMPRESSION: "none",
  };
}

/** k6 takes whole iterations per time unit: ten seconds as the unit gives tenths of a request per second. */
const unitSeconds = 10;

function executorOf(schedule: Schedule): Record<string, unknown> {
  const allotted = virtualUsers(schedule);
  const common = { timeUnit: `${unitSeconds}s`, preAllocatedVUs: allotted, maxVUs: allotted, gracefulStop: "6s" };
  const [only, ...more] = schedule.stages;
  if (only !== undefined && more.length === 0 && only.target === schedule.start) {
    return { executor: "constant-arrival-rate", rate: Math.round(schedule.start * unitSeconds), duration: `${only.seconds * 1_000}ms`, ...common };
  }
  return {
    executor: "ramping-arrival-rate",
    startRate: Math.round(plannedRate(schedule, 0) * unitSeconds),
    stages: schedule.stages.map(({ seconds, target }) => ({
      duration: `${Math.round(seconds * 1_000)}ms`,
      target: Math.round(target * unitSeconds),
    })),
    ...common,
  };
}

export interface CpuUse {
  /** Seconds of CPU that all threads used, and that they were ready to run and had none. */
  readonly used: number;
  readonly waited: number;
}

/** From /proc/<pid>/task/*‍/schedstat (ns on CPU, ns waiting for one). Zeros once the process is gone. */
export async function cpuUse(pid: number): Promise<CpuUse> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const rows = await Promise.all(tasks.map((task) => readFile(`/proc/${pid}/task/${task}/schedstat`, "utf8").catch(() => "0 0")));
  const sum = (place: number): number => rows.reduce((total, row) => total + Number(row.split(" ")[place] ?? 0), 0) / 1e9;
  return { used: sum(0), waited: sum(1) };
}
