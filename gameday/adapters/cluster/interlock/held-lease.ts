// A Lease that this process holds: renewed until it is released; tells when somebody wants the run to end, or has taken it over.
import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterApi } from "../api/api.ts";
import { isKind } from "../api/cluster-error.ts";
import { deleteLease, leaseSeconds, readLease, renewLease, type Lease, type LeasePlace } from "./lease.ts";
import { readRefusals } from "./refusals.ts";

const renewMilliseconds = 3_000;

export type OnAsked = (by: "command" | "guard", reason: string) => void;

export class HeldLease {
  readonly #api: ClusterApi;
  readonly #place: LeasePlace;
  readonly #end = new AbortController();
  readonly #ended: Promise<void>;
  readonly #onAsked: OnAsked;
  #lease: Lease;
  #renewedAt = Date.now();
  #asked = false;

  constructor(api: ClusterApi, place: LeasePlace, lease: Lease, onAsked: OnAsked) {
    this.#api = api;
    this.#place = place;
    this.#lease = lease;
    this.#onAsked = onAsked;
    this.#ended = this.#keep();
  }

  /** Whether others can see that this controller lives. */
  get fresh(): boolean {
    return Date.now() - this.#renewedAt < leaseSeconds * 1_000;
  }

  /** Nothing of the run is in the cluster. */
  async release(): Promise<void> {
    await this.leave();
    await deleteLease(this.#api, this.#place, this.#lease.run);
  }

  /** Something of it may be: the Lease lapses where it is, keeps others off, and tells the reaper. */
  async leave(): Promise<void> {
    this.#end.abort();
    await this.#ended;
  }

  async #keep(): Promise<void> {
    while (!this.#end.signal.aborted) {
      await sleep(renewMilliseconds, undefined, { signal: this.#end.signal }).catch(() => undefined);
      if (!this.#end.signal.aborted) await this.#renew();
    }
  }

  async #renew(): Promise<void> {
    try {
      const renewed = await renewLease(this.#api, this.#place, this.#lease).catch((error: unknown) => {
        if (isKind(error, "conflict")) return readLease(this.#api, this.#place);
        throw error;
      });
      if (renewed === null || renewed.run !== this.#lease.run || renewed.reaper !== null) {
        const who = renewed?.reaper ?? renewed?.holder ?? "somebody";
        return this.#ask("guard", `${who} has taken the stack ${this.#place.stack} from this controller, and heals it`);
      }
      this.#lease = renewed;
      this.#renewedAt = Date.now();
      if (renewed.abort !== null) this.#ask("command", renewed.abort);
      const { stopped } = await readRefusals(this.#api, this.#place.namespace);
      if (stopped !== null) this.#ask("command", `kill switch: ${stopped.by} said: ${stopped.reason}`);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      if (!this.fresh) this.#ask("guard", `the Lease of ${this.#place.stack} could not be renewed for ${leaseSeconds} s: ${said}`);
    }
  }

  #ask(by: "command" | "guard", reason: string): void {
    if (this.#asked) return;
    this.#asked = true;
    this.#onAsked(by, reason);
  }
}
