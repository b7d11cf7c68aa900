// A node with its control plane, from nothing to Ready with its images and its names, and back to nothing.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { V1Node, V1Pod } from "@kubernetes/client-node";
import { ensurePrograms } from "../programs/ensure.ts";
import { Cluster } from "./cluster.ts";
import { writeArchive } from "./image/archive.ts";
import { imageSources, repositories } from "./image/contents.ts";
import { dns } from "./manifests/dns.ts";
import { apiServer, serverNames, startControlPlane } from "./node/control-plane.ts";
import { writeKeys } from "./node/keys.ts";
import { Machine } from "./node/machine.ts";
import { startKubelet, startRuntime } from "./node/node.ts";
import { makeState, removeState } from "./node/state-folder.ts";
import { ensureParts, folderOf } from "./programs.ts";

type Say = (text: string) => void;

export class RealNode implements AsyncDisposable {
  readonly machine: Machine;
  readonly cluster: Cluster;
  readonly kubeconfig: string;
  /** By repository: the reference, with the digest, that manifests are to use. */
  readonly images: ReadonlyMap<string, string>;

  private constructor(machine: Machine, cluster: Cluster, kubeconfig: string, images: ReadonlyMap<string, string>) {
    this.machine = machine;
    this.cluster = cluster;
    this.kubeconfig = kubeconfig;
    this.images = images;
  }

  static async start(say: Say, signal: AbortSignal): Promise<RealNode> {
    const found = await ensurePrograms(["etcd", "kube-apiserver", "k6", "redis", "toxiproxy", "promtool"], say, signal);
    await ensureParts(say, signal);
    await removeState();
    const folder = await makeState();
    let machine: Machine | undefined;
    try {
      const timed = stopwatch(say);
      await mkdir(join(folder, "keys"));
      const keys = await writeKeys(join(folder, "keys"), apiServer, serverNames);
      machine = await Machine.start(folder, folderOf("runtime"));
      startControlPlane(machine, { etcd: found.etcd.path, "kube-apiserver": found["kube-apiserver"].path }, keys);
      await startRuntime(machine, folderOf("runtime"));
      await startKubelet(machine, keys);
      const kubeconfig = keys.kubeconfigOf("admin");
      const cluster = new Cluster(kubeconfig, signal);
      await cluster.until("the node's Ready", 120, async () => {
        const [node] = await cluster.list<V1Node>("v1", "Node");
        return node?.status?.conditions?.find(({ type, status }) => type === "Ready" && status === "True");
      });
      timed("the node is Ready");
      const digests = await writeArchive(join(folder, "images.tar"), join(folder, "blobs"), await imageSources({ found, folder }));
      timed(`${digests.size} images written`);
      await machine.run("ctr", ["--namespace", "k8s.io", "images", "import", join(folder, "images.tar")]);
      timed("images imported");
      const images = new Map([...digests].map(([repository, digest]) => [repository, `${repository}@${digest}`]));
      const node = new RealNode(machine, cluster, kubeconfig, images);
      await cluster.apply(dns(node.image(repositories.coredns)));
      await node.podsReady("kube-system", 60);
      timed("names are answered");
      return node;
    } catch (error) {
      await machine?.[Symbol.asyncDispose]();
      if (machine !== undefined && process.env["KEEP_STATE"] !== undefined) throw error;
      await removeState();
      throw error;
    }
  }

  image(repository: string): string {
    const reference = this.images.get(repository);
    if (reference === undefined) throw new Error(`no image ${repository} was made`);
    return reference;
  }

  /** All pods of the namespace are there and ready, or have done what they were for. */
  async podsReady(namespace: string, seconds: number): Promise<void> {
    await this.cluster.until(`pods of ${namespace}`, seconds, async () => {
      const pods = await this.cluster.list<V1Pod>("v1", "Pod", namespace);
      const waiting = pods.filter(
        ({ status }) => status?.phase !== "Succeeded" && !status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True"),
      );
      if (pods.length > 0 && waiting.length === 0) return true;
      throw new Error(pods.length === 0 ? "none is there yet" : `not ready: ${waiting.map(({ metadata }) => metadata?.name).join(", ")}`);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.machine[Symbol.asyncDispose]();
    await removeState();
  }
}

/** Says what is done, and how long it took since the last thing. */
export function stopwatch(say: Say): (what: string) => void {
  let last = Date.now();
  return (what) => {
    say(`  ${what} (${((Date.now() - last) / 1_000).toFixed(1)} s)`);
    last = Date.now();
  };
}
