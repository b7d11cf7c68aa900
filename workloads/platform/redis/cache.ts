// Consultations kept in Redis: read from the region's own server, written through the primary without anybody waiting.
import type { Redis } from "ioredis";
import { RedisCommands, connectHere, connectToPrimary, redisHistogram, regionOf, type RedisDependencies } from "./connection.ts";

const lifetimeSeconds = 600;
const key = (id: string) => `consultation:${id}`;

export class Cache {
  readonly #dependencies: RedisDependencies;
  readonly #here: Redis;
  readonly #primary: Redis;
  readonly #reads: RedisCommands;
  readonly #writes: RedisCommands;

  constructor(dependencies: RedisDependencies) {
    const histogram = redisHistogram(dependencies.metrics);
    this.#dependencies = dependencies;
    this.#here = connectHere(dependencies);
    this.#primary = connectToPrimary(dependencies);
    this.#reads = new RedisCommands(dependencies, histogram);
    this.#writes = new RedisCommands(dependencies, histogram);
  }

  /** The consultation as JSON text; null when it is not there or Redis cannot be asked. */
  async get(id: string): Promise<string | null> {
    return (
      (await this.#reads.run(
        () => this.#dependencies.region,
        () => this.#here.get(key(id)),
      )) ?? null
    );
  }

  /** Stores it some time soon, or not. */
  fill(id: string, consultation: string): void {
    void this.#writes.run(
      () => regionOf(this.#primary, this.#dependencies.settings),
      () => this.#primary.set(key(id), consultation, "EX", lifetimeSeconds),
    );
  }

  close(): void {
    this.#here.disconnect();
    this.#primary.disconnect();
  }
}
