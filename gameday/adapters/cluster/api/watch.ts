// One resource of one namespace kept up to date: a list, then a watch from it; what breaks is taken up again, and is known to be broken meanwhile.
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ClusterApi } from "./api.ts";
import { begin } from "./call.ts";
import { ClusterError, isKind } from "./cluster-error.ts";
import { pathOf, type Place } from "./resources.ts";

const watchSeconds = 240;
const beginMilliseconds = 10_000;
const shortestWaitMilliseconds = 100;
const longestWaitMilliseconds = 2_000;

const eventSchema = z.object({ type: z.enum(["ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR"]), object: z.unknown() });
const versionSchema = z.looseObject({ metadata: z.looseObject({ resourceVersion: z.string() }) });
const failureSchema = z.looseObject({ code: z.number().default(0), message: z.string().default("") });

export interface Kept<T> {
  readonly id: string;
  readonly value: T;
}

export interface WatchOptions<T> {
  readonly place: Place;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** What is kept of an object: little, there may be thousands. */
  readonly reduce: (object: unknown) => Kept<T>;
  readonly onChange: (kept: Kept<T>) => void;
  readonly onGone?: (kept: Kept<T>) => void;
}

const newWait = (): PromiseWithResolvers<void> => Promise.withResolvers<void>();

/** What a watch knows. `broken`: why it may be out of date; null: it is not. */
export class Watched<T> {
  readonly items = new Map<string, T>();
  broken: unknown = new Error("the first list has not come yet");
  readonly #api: ClusterApi;
  readonly #options: WatchOptions<T>;
  readonly #end = new AbortController();
  readonly #ended: Promise<void>;
  #listed = newWait();

  constructor(api: ClusterApi, options: WatchOptions<T>) {
    this.#api = api;
    this.#options = options;
    this.#ended = this.#keep();
  }

  /** Resolves once it is up to date, or rejects with the reason why it cannot be. */
  async current(): Promise<ReadonlyMap<string, T>> {
    if (this.broken !== null) await this.#listed.promise;
    if (this.broken !== null) throw this.broken;
    return this.items;
  }

  async close(): Promise<void> {
    this.#end.abort();
    await this.#ended;
  }

  async #keep(): Promise<void> {
    let wait = shortestWaitMilliseconds;
    for (let version = ""; !this.#end.signal.aborted;) {
      try {
        if (version === "") version = await this.#list();
        wait = shortestWaitMilliseconds;
        version = await this.#follow(version);
      } catch (error) {
        if (this.#end.signal.aborted) break;
        if (isKind(error, "gone")) version = "";
        else this.#break(error);
        await sleep(wait, undefined, { signal: this.#end.signal }).catch(() => undefined);
        wait = Math.min(wait * 2, longestWaitMilliseconds);
      }
    }
    this.#break(new Error("the watch was ended"));
  }

  #break(reason: unknown): void {
    this.broken = reason;
    // Whoever waits is told; the next one waits for the next list.
    const waiting = this.#listed;
    this.#listed = newWait();
    waiting.resolve();
  }

  #mend(): void {
    this.broken = null;
    this.#listed.resolve();
  }

  async #list(): Promise<string> {
    const { place, labelSelector, fieldSelector, reduce, onChange, onGone } = this.#options;
    const { items, resourceVersion } = await this.#api.list(place, z.unknown(), {
      resourceVersion: "0",
      ...(labelSelector === undefined ? {} : { labelSelector }),
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
    });
    const listed = items.map(reduce);
    const ids = new Set(listed.map(({ id }) => id));
    for (const [id, value] of this.items)
      if (!ids.has(id)) {
        this.items.delete(id);
        onGone?.({ id, value });
      }
    for (const kept of listed) {
      this.items.set(kept.id, kept.value);
      onChange(kept);
    }
    return resourceVersion;
  }

  /** Resolves with the version that was seen last, once the server ends the watch. */
  async #follow(from: string): Promise<string> {
    const { place, labelSelector, fieldSelector } = this.#options;
    const query = new URLSearchParams({
      watch: "true",
      resourceVersion: from,
      allowWatchBookmarks: "true",
      timeoutSeconds: String(watchSeconds),
      ...(labelSelector === undefined ? {} : { labelSelector }),
      ...(fieldSelector === undefined ? {} : { fieldSelector }),
    });
    const asked = { method: "GET", path: `${pathOf(place)}?${query.toString()}` } as const;
    const response = await begin(this.#api.connection, asked, beginMilliseconds, this.#end.signal);
    if (response.statusCode !== 200) {
      response.resume();
      const kind = response.statusCode === 410 ? "gone" : response.statusCode === 403 ? "forbidden" : "refused";
      throw new ClusterError(
        kind,
        `${this.#api.connection.title} does not let ${place.resource.plural} be watched: ${response.statusCode}`,
        "see docs/kubernetes.md",
      );
    }
    response.socket.setKeepAlive(true, 5_000);
    this.#mend();
    let version = from;
    for await (const line of createInterface({ input: response })) version = this.#take(line) ?? version;
    return version;
  }

  /** The version that the line tells of. */
  #take(line: string): string | null {
    if (line === "") return null;
    const { type, object } = eventSchema.parse(JSON.parse(line));
    if (type === "ERROR") {
      const { code, message } = failureSchema.parse(object);
      throw new ClusterError(code === 410 ? "gone" : "refused", `the watch was ended: ${message}`, "list anew");
    }
    if (type !== "BOOKMARK") {
      const kept = this.#options.reduce(object);
      if (type === "DELETED") {
        this.items.delete(kept.id);
        this.#options.onGone?.(kept);
      } else {
        this.items.set(kept.id, kept.value);
        this.#options.onChange(kept);
      }
    }
    return versionSchema.parse(object).metadata.resourceVersion;
  }
}
