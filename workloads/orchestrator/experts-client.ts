// Asks experts. An expert that fails is replaced by another, again and again with growing pauses, until there is an answer or the time is up.
import {
  ConsecutiveBreaker,
  CircuitState,
  ExponentialBackoff,
  TimeoutStrategy,
  circuitBreaker,
  handleAll,
  isBrokenCircuitError,
  retry,
  timeout,
  wrap,
  type CircuitBreakerPolicy,
} from "cockatiel";
import { metricNames } from "../../model/protocol/metrics.ts";
import { expertAnswerSchema, expertListSchema, type Expert, type ExpertAnswer } from "../platform/consultation.ts";
import type { Look } from "../platform/health-watch.ts";
import { Peer } from "../platform/http/peer.ts";
import { secondsSince, type Metrics } from "../platform/metrics.ts";
import type { Random } from "../platform/random.ts";
import { chooseExpert, choosePanel } from "./panel.ts";

const askMilliseconds = 1_000;
const seatMilliseconds = 3_500;

interface Pool {
  readonly ask: Peer;
  readonly list: Peer;
}

/** An expert, and where it is asked. */
interface Seated extends Expert {
  readonly pool: Pool;
}

export class ExpertsClient {
  readonly #pools: readonly Pool[];
  readonly #random: Random;
  readonly #seconds;
  /** One circuit for each provider: a provider that fails is avoided while others are left. */
  readonly #circuits = new Map<string, CircuitBreakerPolicy>();
  readonly #seat = wrap(
    timeout(seatMilliseconds, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false }),
    retry(handleAll, { maxAttempts: 9, backoff: new ExponentialBackoff({ initialDelay: 15, maxDelay: 500 }) }),
  );
  #experts: readonly Seated[] = [];

  /** `urls`: one where all experts are, or one for each provider's. */
  constructor(urls: readonly string[], metrics: Metrics, random: Random) {
    const lasting = { timeoutMilliseconds: askMilliseconds, failuresUntilOpen: 0, secondTry: false };
    this.#pools = urls.map((url) => ({
      ask: new Peer("the experts", url, { ...lasting, maximumInFlight: 128 }),
      list: new Peer("the experts", url, { ...lasting, maximumInFlight: 4 }),
    }));
    this.#random = random;
    this.#seconds = metrics.histogram(metricNames.expertResponseSeconds, "an expert's answer, by provider", ["provider"]);
  }

  /** Learns which experts there are; for a HealthWatch. */
  async look(): Promise<Look> {
    const lists = await Promise.allSettled(this.#pools.map((pool) => listOf(pool)));
    const lost = lists.find((list) => list.status === "rejected");
    if (lost !== undefined && lists.every(({ status }) => status === "rejected")) throw lost.reason;
    this.#experts = lists.flatMap((list) => (list.status === "fulfilled" ? list.value : []));
    return this.#experts.length > 0 ? "yes" : "no";
  }

  /** The answers of a panel; fewer than its seats when some found nobody to answer. */
  async ask(question: string, context: string): Promise<ExpertAnswer[]> {
    const panel = choosePanel(this.#experts, this.#random, this.#trusted);
    const tried = [...panel];
    const answers = await Promise.allSettled(
      panel.map((first) =>
        this.#seat.execute(({ attempt, signal }) => {
          if (signal.aborted) throw new Error("the time for this answer is over");
          const expert = attempt === 0 ? first : (chooseExpert(this.#experts, this.#random, this.#trusted, tried) ?? first);
          tried.push(expert);
          return this.#askOne(expert, question, context);
        }),
      ),
    );
    return answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  }

  readonly #trusted = (provider: string): boolean => this.#circuit(provider).state !== CircuitState.Open;

  async #askOne(expert: Seated, question: string, context: string): Promise<ExpertAnswer> {
    const call = async () => {
      const start = performance.now();
      const { status, body } = await expert.pool.ask.postJson("/ask", { expert: expert.id, question, context });
      if (status !== 200) throw new Error(`expert ${expert.id} answered ${status}`);
      this.#seconds.observe({ provider: expert.provider }, secondsSince(start));
      return expertAnswerSchema.parse(JSON.parse(body.toString()));
    };
    return this.#circuit(expert.provider)
      .execute(call)
      .catch((cause: unknown) => {
        // Every provider's circuit is open: asking is still better than refusing.
        if (isBrokenCircuitError(cause)) return call();
        throw cause;
      });
  }

  #circuit(provider: string): CircuitBreakerPolicy {
    const known = this.#circuits.get(provider);
    if (known !== undefined) return known;
    const circuit = circuitBreaker(handleAll, { halfOpenAfter: 2_000, breaker: new ConsecutiveBreaker(6) });
    this.#circuits.set(provider, circuit);
    return circuit;
  }
}

async function listOf(pool: Pool): Promise<Seated[]> {
  const { status, body } = await pool.list.call({ method: "GET", path: "/experts" });
  if (status !== 200) return [];
  return expertListSchema.parse(JSON.parse(body.toString())).experts.map((expert) => ({ ...expert, pool }));
}
