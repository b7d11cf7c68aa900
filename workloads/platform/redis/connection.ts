// The Redis primary, found through the Sentinels. A failure here is told by a result, never by an exception: Postgres has everything.
import { readFileSync } from "node:fs";
import { ConsecutiveBreaker, circuitBreaker, handleAll, isBrokenCircuitError } from "cockatiel";
import { Redis, type RedisOptions } from "ioredis";
import { metricNames } from "../../../model/protocol/metrics.ts";
import type { WorkloadConfiguration } from "../../../model/protocol/workload.ts";
import type { Log } from "../log.ts";
import { secondsSince, type Metrics } from "../metrics.ts";
import { tlsOptions } from "../tls.ts";

export type RedisSettings = NonNullable<WorkloadConfiguration["redis"]>;

export interface RedisDependencies {
  readonly settings: RedisSettings;
  readonly id: string;
  readonly region: string;
  readonly metrics: Metrics;
  readonly log: Log;
}

const common = {
  commandTimeout: 500,
  maxRetriesPerRequest: 1,
  enableOfflineQueue: false,
  connectTimeout: 1_000,
  disableClientInfo: true,
  retryStrategy: (times: number) => Math.min(100 * times, 1_000),
} as const satisfies RedisOptions;

/** A connection to whichever server the Sentinels call primary, through this region's proxies; or to the address that follows the primary. */
export function connectToPrimary({ settings, id, log }: RedisDependencies, commandTimeout: number = common.commandTimeout): Redis {
  const client = new Redis({
    ...common,
    ...credentials(settings),
    connectionName: id.replaceAll(/[^\w.-]/g, "_"),
    ...(settings.writer ?? throughSentinels(settings)),
    reconnectOnError: (error) => error.message.startsWith("READONLY"),
    commandTimeout,
  });
  client.on("error", (cause) => log.error("Redis primary", cause));
  return client;
}

const throughSentinels = (settings: RedisSettings) => ({
  name: settings.name,
  sentinels: settings.sentinels,
  natMap: Object.fromEntries(Object.entries(settings.addresses).map(([announced, { host, port }]) => [announced, { host, port }])),
  // Sentinels that are learnt from each other would be reached past the proxies.
  updateSentinels: false,
  failoverDetector: true,
  sentinelCommandTimeout: 1_000,
  sentinelRetryStrategy: (times: number) => Math.min(100 * times, 1_000),
});

/** Sentinels ask for none: they tell nothing but addresses. */
const credentials = ({ passwordFile, tls }: RedisSettings) => ({
  ...(passwordFile === undefined ? {} : { password: readFileSync(passwordFile, "utf8").trim() }),
  ...(tls === undefined ? {} : { tls: tlsOptions(tls) }),
});

/** This region's own server, replica or primary, for reads. */
export function connectHere({ settings, id, log }: RedisDependencies): Redis {
  const client = new Redis({
    ...common,
    ...credentials(settings),
    commandTimeout: 250,
    connectionName: id.replaceAll(/[^\w.-]/g, "_"),
    host: settings.local.host,
    port: settings.local.port,
  });
  client.on("error", (cause) => log.error("the region's own Redis", cause));
  return client;
}

/** The region of the server that a client is connected to; "unknown" between connections, "writer" where an address follows the primary by itself. */
export function regionOf(client: Redis, settings: RedisSettings): string {
  if (settings.writer !== undefined) return "writer";
  const port = client.stream?.remotePort;
  return Object.values(settings.addresses).find((address) => address.port === port)?.region ?? "unknown";
}

/** Runs commands on one connection with a circuit breaker and a histogram. */
export class RedisCommands {
  readonly #histogram;
  readonly #log: Log;
  readonly #breaker = circuitBreaker(handleAll, { halfOpenAfter: 1_000, breaker: new ConsecutiveBreaker(3) });

  constructor({ log }: RedisDependencies, histogram: ReturnType<typeof redisHistogram>) {
    this.#log = log;
    this.#histogram = histogram;
  }

  /** The command's result, or undefined when Redis could not do it now. */
  async run<T>(target: () => string, command: () => Promise<T>): Promise<T | undefined> {
    try {
      return await this.#breaker.execute(async () => {
        const start = performance.now();
        const result = await command();
        this.#histogram.observe({ target: target() }, secondsSince(start));
        return result;
      });
    } catch (cause) {
      if (!isBrokenCircuitError(cause)) this.#log.error("a Redis command failed", cause);
      return undefined;
    }
  }
}

export const redisHistogram = (metrics: Metrics) =>
  metrics.histogram(metricNames.redisCommandSeconds, "a command, by the region of the server that was used", ["target"]);
