// The stream that tells workers of new consultations, and the one where given-up ones end. Losing either loses nothing: the outbox has them.
import type { Redis } from "ioredis";
import { RedisCommands, connectToPrimary, redisHistogram, regionOf, type RedisDependencies } from "./connection.ts";

export const followUpStream = "follow-ups";
export const deadLetterStream = "follow-ups:dead";
export const followUpGroup = "workers";

/** Entries beyond this are trimmed, oldest first; the sweeper publishes again what was not done. */
const maximumLength = 10_000;

export class FollowUpStream {
  readonly #dependencies: RedisDependencies;
  readonly #commands: RedisCommands;
  /** Also for the worker's own commands, except those that block. */
  readonly client: Redis;

  constructor(dependencies: RedisDependencies) {
    this.#dependencies = dependencies;
    this.client = connectToPrimary(dependencies);
    this.#commands = new RedisCommands(dependencies, redisHistogram(dependencies.metrics));
  }

  /** False when Redis could not take it now. Never rejects. */
  async publish(id: string): Promise<boolean> {
    return (await this.run(() => this.client.xadd(followUpStream, "MAXLEN", "~", maximumLength, "*", "id", id))) !== undefined;
  }

  async bury(id: string, reason: string): Promise<void> {
    await this.run(() => this.client.xadd(deadLetterStream, "MAXLEN", "~", maximumLength, "*", "id", id, "reason", reason));
  }

  /** A command with breaker and histogram; undefined when it failed. */
  async run<T>(command: () => Promise<T>): Promise<T | undefined> {
    return this.#commands.run(() => regionOf(this.client, this.#dependencies.settings), command);
  }

  close(): void {
    this.client.disconnect();
  }
}
