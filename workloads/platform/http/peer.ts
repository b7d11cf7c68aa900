// A service that this one calls: kept-alive connections, a timeout, a circuit breaker, a bulkhead, and a second try when a connection was lost.
import {
  BulkheadRejectedError,
  ConsecutiveBreaker,
  ConstantBackoff,
  TaskCancelledError,
  TimeoutStrategy,
  bulkhead,
  circuitBreaker,
  handleWhen,
  isBrokenCircuitError,
  retry,
  timeout,
  wrap,
} from "cockatiel";
import { Pool } from "undici";
import { describe } from "../log.ts";
import { ExchangeAborted, exchange, type Answer, type Question } from "./exchange.ts";

export interface PeerCall extends Question {
  readonly signal?: AbortSignal;
}

export interface PeerOptions {
  readonly timeoutMilliseconds: number;
  /** Calls under way at once; twice as many may wait. @default 64 */
  readonly maximumInFlight?: number;
  /** Lost connections in a row until calls fail at once, for a second. 0: never. @default 8 */
  readonly failuresUntilOpen?: number;
  /** Whether a call whose connection was lost is made once more; every call between services may be repeated. @default true */
  readonly secondTry?: boolean;
}

/** The peer gave no answer: no connection, none in time, or the circuit is open. */
export class PeerUnreachable extends Error {
  readonly reason: "connection" | "timeout" | "open" | "full" | "aborted";

  constructor(peer: string, reason: PeerUnreachable["reason"], cause: unknown) {
    super(`${peer} gave no answer: ${describe(cause)}`, { cause });
    this.reason = reason;
  }
}

export class Peer {
  readonly #name: string;
  readonly #pool: Pool;
  readonly #run: (call: (signal: AbortSignal) => Promise<Answer>, signal?: AbortSignal) => Promise<Answer>;

  constructor(name: string, url: string, options: PeerOptions) {
    this.#name = name;
    const { maximumInFlight = 64, failuresUntilOpen = 8, secondTry = true, timeoutMilliseconds } = options;
    this.#pool = new Pool(new URL(url).origin, {
      connections: maximumInFlight,
      pipelining: 1,
      keepAliveTimeout: 30_000,
      connect: { timeout: 1_000 },
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const again = retry(handleWhen(isLostConnection), { maxAttempts: secondTry ? 1 : 0, backoff: new ConstantBackoff(20) });
    const breaker = circuitBreaker(
      handleWhen((error) => isLostConnection(error) || error instanceof TaskCancelledError),
      {
        halfOpenAfter: 1_000,
        breaker: new ConsecutiveBreaker(failuresUntilOpen === 0 ? Number.POSITIVE_INFINITY : failuresUntilOpen),
      },
    );
    const policy = wrap(
      bulkhead(maximumInFlight, maximumInFlight * 2),
      breaker,
      timeout(timeoutMilliseconds, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false }),
      again,
    );
    this.#run = (call, signal) => policy.execute(({ signal: inner }) => call(inner), signal);
  }

  /** Any status is an answer. Rejects with PeerUnreachable. */
  async call({ signal, ...question }: PeerCall): Promise<Answer> {
    try {
      return await this.#run((inner) => exchange(this.#pool, question, inner), signal);
    } catch (cause) {
      throw new PeerUnreachable(this.#name, reasonOf(cause, signal), cause);
    }
  }

  async postJson(path: string, value: unknown): Promise<Answer> {
    return this.call({ method: "POST", path, body: JSON.stringify(value), headers: { "content-type": "application/json" } });
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

function reasonOf(cause: unknown, signal: AbortSignal | undefined): PeerUnreachable["reason"] {
  if (signal?.aborted === true) return "aborted";
  if (cause instanceof TaskCancelledError) return "timeout";
  if (cause instanceof BulkheadRejectedError) return "full";
  return isBrokenCircuitError(cause) ? "open" : "connection";
}

function isLostConnection(error: Error): boolean {
  if (error instanceof ExchangeAborted || error instanceof TaskCancelledError) return false;
  return "code" in error && typeof error.code === "string";
}
