// Watches a dependency in the background, so that asking whether it is well never waits.
import { clearInterval, setInterval } from "node:timers";

const intervalMilliseconds = 500;
const staleMilliseconds = 1_300;
const missesUntilDown = 2;
const maximumOverlapping = 3;

/** What a look at the dependency gave: it said yes, it said no, or it could not be reached. */
export type Look = "yes" | "no" | "unreachable";

/**
 * Well or not, from the looks so far. A plain "no" counts at once, because whoever says it has already waited; one lost connection is
 * forgiven, two in a row are not; and silence for 1.3 s is as bad, so a slow answer is no failure but a frozen process is.
 */
export class Health {
  #misses = missesUntilDown;
  #lastYes = Number.NEGATIVE_INFINITY;

  saw(look: Look, now: number): void {
    if (look === "yes") {
      this.#misses = 0;
      this.#lastYes = now;
    } else this.#misses = look === "no" ? missesUntilDown : this.#misses + 1;
  }

  well(now: number): boolean {
    return this.#misses < missesUntilDown && now - this.#lastYes <= staleMilliseconds;
  }
}

export class HealthWatch {
  readonly #health = new Health();
  readonly #look: () => Promise<Look>;
  readonly #changed: (well: boolean) => void;
  readonly #timer: NodeJS.Timeout;
  #running = 0;
  #told = false;

  /** `look` is called every 500 ms, a few times at once when it is slow; a rejection counts as unreachable. */
  constructor(look: () => Promise<Look>, changed: (well: boolean) => void = () => {}) {
    this.#look = look;
    this.#changed = changed;
    this.#timer = setInterval(() => this.#tick(), intervalMilliseconds);
    this.#tick();
    // Until the first good answer looks are cheap and somebody is waiting for the process to become ready.
    const hurried = setInterval(() => (this.well ? clearInterval(hurried) : this.#tick()), 100);
    setTimeout(() => clearInterval(hurried), 10_000);
  }

  get well(): boolean {
    return this.#health.well(performance.now());
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    this.#tell();
    if (this.#running >= maximumOverlapping) return;
    this.#running += 1;
    void this.#look()
      .catch((): Look => "unreachable")
      .then((look) => {
        this.#running -= 1;
        this.#health.saw(look, performance.now());
        return this.#tell();
      });
  }

  #tell(): void {
    const { well } = this;
    if (well === this.#told) return;
    this.#told = well;
    this.#changed(well);
  }
}
