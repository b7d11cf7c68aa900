// The cluster as the run speaks to it: objects applied as they are, pods asked for, and waiting.
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { ClusterClient } from "../../tests/cluster/client.ts";

/** Not by a client library's classes: they drop what they do not know by its name. */
export const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string(), namespace: z.string().exactOptional() }),
});
export type Manifest = z.output<typeof manifestSchema>;

const podSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
  status: z.object({ phase: z.string().default("Pending"), conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }),
});
export type Pod = z.output<typeof podSchema>;
export const isReady = ({ status }: Pod): boolean => status.conditions.some(({ type, status: is }) => type === "Ready" && is === "True");

export class Cluster implements AsyncDisposable {
  readonly client: ClusterClient;
  readonly #signal: AbortSignal;

  constructor(server: string, token: string, signal: AbortSignal) {
    this.client = new ClusterClient(server, token);
    this.#signal = signal;
  }

  async apply(manifests: readonly Manifest[]): Promise<void> {
    for (const manifest of manifests) {
      this.#signal.throwIfAborted();
      await this.client.make(manifest);
    }
  }

  /** In one namespace, or in all for "". */
  pods(namespace: string, labels: Readonly<Record<string, string>> = {}): Promise<readonly Pod[]> {
    return this.client.list({ apiVersion: "v1", kind: "Pod" }, namespace, podSchema, labels);
  }

  /** All pods of the namespace are there and ready, or have done what they were for. */
  async podsReady(namespace: string, seconds: number): Promise<void> {
    await this.until(`pods of ${namespace}`, seconds, async () => {
      const pods = await this.pods(namespace);
      const waiting = pods.filter((pod) => pod.status.phase !== "Succeeded" && !isReady(pod));
      if (pods.length > 0 && waiting.length === 0) return true;
      throw new Error(pods.length === 0 ? "none is there yet" : `not ready: ${waiting.map(({ metadata }) => metadata.name).join(", ")}`);
    });
  }

  /** Asks again until the answer is there. What goes wrong meanwhile is told only if it still does at the end. */
  async until<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
    const end = Date.now() + seconds * 1_000;
    for (let last: unknown; ;) {
      this.#signal.throwIfAborted();
      try {
        const answer = await ask();
        if (answer !== undefined) return answer;
        last = undefined;
      } catch (error) {
        last = error;
      }
      if (Date.now() > end) throw new Error(`${what} took more than ${seconds} s`, { cause: last });
      await sleep(500, undefined, { signal: this.#signal });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
  }
}
