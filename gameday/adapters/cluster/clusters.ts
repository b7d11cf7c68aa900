// The clusters that this process speaks to, each once: connections and watches are shared by everything that looks or acts.
import type { ClusterHandle } from "../../../model/fault/observation.ts";
import { ClusterApi } from "./api/api.ts";
import { connect } from "./api/connection.ts";
import { NamespacePods } from "./pods.ts";

/** A cluster that was asked within this is taken to answer still. */
const aliveMilliseconds = 1_000;

export class Cluster {
  readonly api: ClusterApi;
  readonly #pods = new Map<string, NamespacePods>();
  #alive: { readonly at: number; readonly answer: Promise<void> } | null = null;

  constructor(api: ClusterApi) {
    this.api = api;
  }

  /** The pods of a namespace: one list and one watch, however many are looked at and however often. */
  pods(namespace: string): NamespacePods {
    const known = this.#pods.get(namespace) ?? new NamespacePods(this.api, namespace);
    this.#pods.set(namespace, known);
    return known;
  }

  /** Rejects while the server does not answer: a watch at a server that stands still only says nothing. */
  answers(): Promise<void> {
    const now = Date.now();
    if (this.#alive === null || now - this.#alive.at > aliveMilliseconds)
      this.#alive = { at: now, answer: this.api.ask("/version", 5_000).then(() => undefined) };
    return this.#alive.answer;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pods.values()].map((pods) => pods.close()));
    this.api.connection.close();
  }
}

const clusters = new Map<string, Promise<Cluster>>();

/** Rejects with ClusterError where the kubeconfig leads to none; a call later tries anew. */
export function clusterOf({ kubeconfig, context }: ClusterHandle): Promise<Cluster> {
  const key = JSON.stringify([kubeconfig, context]);
  const known = clusters.get(key);
  if (known !== undefined) return known;
  const made = connect({ kubeconfig, context }).then((connection) => new Cluster(new ClusterApi(connection)));
  clusters.set(key, made);
  void made.catch(() => clusters.delete(key));
  return made;
}

/** Ends every watch and connection of this process. */
export async function closeClusters(): Promise<void> {
  const open = [...clusters.values()];
  clusters.clear();
  await Promise.all(open.map((cluster) => cluster.then((one) => one.close()).catch(() => undefined)));
}
