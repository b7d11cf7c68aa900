// One k6 process: bundled program, arguments, environment.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { UserError } from "../../../model/user-error.ts";
import { loadEnvironment } from "../../../model/protocol/load.ts";
import { programEnvironment } from "../../../model/protocol/load-program.ts";
import type { Schedule } from "../../../model/load-shapes.ts";
import { recordLoad } from "../run-folder/load-record.ts";

export interface K6Program {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface LoadOrder {
  readonly name: string;
  readonly scenario: string;
  readonly schedule: Schedule;
  readonly virtualUsers: number;
  readonly entry: string;
  readonly paths: readonly string[];
  readonly apiKey: string;
  readonly seed: number;
  readonly folder: string;
  readonly receiverPort: number;
}

/** k6 hands samples to its outputs in batches of 50 ms, and they to what is exported so often: what is missing from one export comes with the next. */
const flushMilliseconds = 50;
/** So old the newest samples of an export are, in the mean. */
export const exportLagMilliseconds = (50 + flushMilliseconds) / 2;

const bundler = fileURLToPath(new URL("../../../loadtests/bundle.ts", import.meta.url));

export const acceptedFile = (folder: string, name: string): string => join(folder, "logs", `k6-${name}-accepted.log`);

/** The process is killed when `closing` is aborted, and not started after that. */
export async function startK6(closing: AbortSignal, k6: K6Program, order: LoadOrder): Promise<ChildProcess> {
  const bundle = await bundleScenario(order.scenario, join(order.folder, "logs"));
  closing.throwIfAborted();
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
  closing.addEventListener("abort", () => child.kill("SIGKILL"));
  // Not waited for: the caller must be listening when the process says that it failed.
  if (child.pid !== undefined) void recordLoad(order.folder, child.pid).catch(() => undefined);
  return child;
}

/** Resolves with the path of the bundle. */
export async function bundleScenario(scenario: string, folder: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["--no-warnings", bundler, scenario, folder], { timeout: 30_000 });
    return stdout.trim();
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    throw new UserError("the load program cannot be bundled", [{ path: "scenario", message: said.trim() }]);
  }
}

function environmentOf({ apiKey, receiverPort, ...order }: LoadOrder): Record<string, string> {
  return {
    ...programEnvironment({ ...order, generators: 1 }),
    [loadEnvironment.apiKey]: apiKey,
    K6_OTEL_EXPORTER_PROTOCOL: "http/protobuf",
    K6_OTEL_HTTP_EXPORTER_ENDPOINT: `127.0.0.1:${receiverPort}`,
    K6_OTEL_HTTP_EXPORTER_INSECURE: "true",
    K6_OTEL_EXPORT_INTERVAL: "1s",
    K6_OTEL_FLUSH_INTERVAL: `${flushMilliseconds}ms`,
    OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION: "base2_exponential_bucket_histogram",
    OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: "delta",
    OTEL_EXPORTER_OTLP_METRICS_COMPRESSION: "none",
  };
}
