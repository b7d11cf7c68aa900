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

export class ExpertsClient {
  readonly #peer: Peer;
  readonly #list: Peer;
  readonly #random: Random;
  readonly #seconds;
  /** One circuit for each provider: a provider that fails is avoided while others are left. */
  readonly #circuits = new Map<string, CircuitBreakerPolicy>();
  readonly #seat = wrap(
    timeout(seatMilliseconds, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false }),
    retry(handleAll, { maxAttempts: 9, backoff: new ExponentialBackoff({ initialDelay: 15, maxDelay: 500 }) }),
  );
  #experts: readonly Expert[] = [];

  constructor(url: string, metrics: Metrics, random: Random) {
    this.#peer = new Peer("the experts", url, { timeoutMilliseconds: askMilliseconds, maximumInFlight: 128, failuresUntilOpen: 0, secondTry: false });
    this.#list = new Peer("the experts", url, { timeoutMilliseconds: askMilliseconds, maximumInFlight: 4, failuresUntilOpen: 0, secondTry: false });
    this.#random = random;
    this.#seconds = metrics.histogram(metricNames.expertResponseSeconds, "an expert's answer, by provider", ["provider"]);
  }

  /** Learns which experts there are; for a HealthWatch. */
  async look(): Promise<Look> {
    const { status, body } = await this.#list.call({ method: "GET", path: "/experts" });
    if (status !== 200) return "no";
    this.#experts = expertListSchema.parse(JSON.parse(body.toString())).experts;
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

  async #askOne(expert: Expert, question: string, context: string): Promise<ExpertAnswer> {
    const call = async () => {
      const start = performance.now();
      const { status, body } = await this.#peer.postJson("/ask", { expert: expert.id, question, context });
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
