// The life of a service process: read the configuration, listen, answer health and metrics, end within a second when told to.
import { once } from "node:events";
import type { WorkloadConfiguration, WorkloadService } from "../../model/protocol/workload.ts";
import { readConfiguration } from "./configuration.ts";
import { refuse, type Route } from "./http/reply.ts";
import { createHttpServer } from "./http/server.ts";
import { createLog, type Log } from "./log.ts";
import { Metrics } from "./metrics.ts";

const graceMilliseconds = 800;

export interface Context {
  readonly configuration: WorkloadConfiguration;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface Service {
  readonly routes: readonly Route[];
  /** Answered from memory, at once. @default always */
  readonly ready?: () => boolean;
  /** Called once the last request has been answered. */
  readonly stop?: () => Promise<void> | void;
}

/** Ends the process with code 1 only if it cannot start at all. A dependency's failure never ends it. */
export async function runService(name: WorkloadService, start: (context: Context) => Service | Promise<Service>): Promise<void> {
  try {
    const configuration = readConfiguration(name, process.argv[2], process.argv[3]);
    const log = createLog(configuration.id);
    process.on("uncaughtException", (cause) => log.error("something failed that nobody waited for", cause));
    const metrics = new Metrics(configuration.region, name);
    const service = await start({ configuration, log, metrics });
    await listen(service, { configuration, log, metrics });
  } catch (cause) {
    createLog(name).error("the service cannot start", cause);
    process.exitCode = 1;
    setTimeout(() => process.exit(1), 50);
  }
}

async function listen(service: Service, { configuration, log, metrics }: Context): Promise<void> {
  let stopping = false;
  const ready = () => !stopping && (service.ready?.() ?? true);
  const server = createHttpServer(
    [
      ...service.routes,
      { method: "GET", path: "/healthz", handle: async () => ({ status: 200, body: "ok" }) },
      {
        method: "GET",
        path: "/readyz",
        handle: async () => (ready() ? { status: 200, body: "ready" } : refuse(503, `${configuration.id} is not ready`)),
      },
      {
        method: "GET",
        path: "/metrics",
        handle: async () => ({ status: 200, body: await metrics.registry.metrics(), headers: { "content-type": metrics.registry.contentType } }),
      },
    ],
    log,
  );
  server.listen(configuration.port, configuration.host);
  await once(server, "listening");
  log.info("listening", { host: configuration.host, port: configuration.port, milliseconds: Math.round(performance.now()) });

  const end = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), graceMilliseconds);
    const closed = once(server, "close");
    server.close();
    server.closeIdleConnections();
    await closed;
    await service.stop?.();
    log.info("stopped");
    process.exit(0);
  };
  process.on("SIGTERM", () => void end());
  process.on("SIGINT", () => void end());
}
