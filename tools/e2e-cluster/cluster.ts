// The cluster as the run speaks to it: objects applied, asked for and waited for.
import { KubeConfig, KubernetesObjectApi, PatchStrategy, type KubernetesObject } from "@kubernetes/client-node";
import { setTimeout as sleep } from "node:timers/promises";

export type Manifest = KubernetesObject & Readonly<Record<string, unknown>>;

export class Cluster {
  readonly configuration = new KubeConfig();
  readonly #api: KubernetesObjectApi;
  readonly #signal: AbortSignal;

  constructor(kubeconfig: string, signal: AbortSignal) {
    this.configuration.loadFromFile(kubeconfig);
    this.#api = KubernetesObjectApi.makeApiClient(this.configuration);
    this.#signal = signal;
  }

  /** As `kubectl apply --server-side` does, one after the other. */
  async apply(manifests: readonly Manifest[]): Promise<void> {
    for (const manifest of manifests) {
      this.#signal.throwIfAborted();
      try {
        await this.#api.patch(manifest, undefined, undefined, "e2e", true, PatchStrategy.ServerSideApply);
      } catch (error) {
        throw new Error(`${manifest.kind} ${manifest.metadata?.namespace ?? ""}/${manifest.metadata?.name ?? ""} was refused`, { cause: error });
      }
    }
  }

  async list<T extends KubernetesObject>(apiVersion: string, kind: string, namespace?: string, labels?: string): Promise<readonly T[]> {
    const { items } = await this.#api.list<T>(apiVersion, kind, namespace, undefined, undefined, undefined, undefined, labels);
    return items;
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
}
