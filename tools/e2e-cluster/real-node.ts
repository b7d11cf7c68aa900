// A node with its control plane, from nothing to Ready with its images and its names, and back to nothing.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../../model/user-error.ts";
import { ensurePrograms } from "../programs/ensure.ts";
import { Cluster } from "./cluster.ts";
import { writeArchive } from "./image/archive.ts";
import { imagePrograms, imageSources, repositories } from "./image/contents.ts";
import { dns } from "./manifests/dns.ts";
import { apiServer, controlPlanePrograms, serverNames, startControlPlane } from "./node/control-plane.ts";
import { writeKeys } from "./node/keys.ts";
import { Machine, machineIsUp } from "./node/machine.ts";
import { startKubelet, startRuntime } from "./node/node.ts";
import { makeState, removeState } from "./node/state-folder.ts";
import { ensureParts, folderOf } from "./programs.ts";

type Say = (text: string) => void;

const nodeSchema = z.object({ status: z.object({ conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]) }) });

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
    if (machineIsUp())
      throw new UserError("no second node beside one that is up:", [
        { path: "link pg-node", message: "it is there, so a node of another call is", remedy: "end that one with Ctrl-C" },
      ]);
    const found = await ensurePrograms([...controlPlanePrograms, ...imagePrograms], say, signal);
    await ensureParts(say, signal);
    await removeState();
    const folder = await makeState();
    let machine: Machine | undefined;
    try {
      const timed = stopwatch(say);
      await mkdir(join(folder, "keys"));
      const keys = await writeKeys(join(folder, "keys"), apiServer, serverNames);
      machine = await Machine.start(folder, folderOf("runtime"));
      startControlPlane(machine, found, keys);
      await startRuntime(machine, folderOf("runtime"));
      await startKubelet(machine, keys);
      const kubeconfig = keys.kubeconfigOf("admin");
      const cluster = new Cluster(apiServer, keys.adminToken, signal);
      // What is asked for before the server knows its kinds is remembered as unknown.
      await cluster.until("the API server", 120, async () => ((await cluster.client.ready()) ? true : undefined));
      await cluster.until("the node's Ready", 120, async () => {
        const [node] = await cluster.client.list({ apiVersion: "v1", kind: "Node" }, "", nodeSchema);
        return node?.status.conditions.find(({ type, status }) => type === "Ready" && status === "True");
      });
      timed("the node is Ready");
      const digests = await writeArchive(join(folder, "images.tar"), join(folder, "blobs"), await imageSources({ found, folder }));
      timed(`${digests.size} images written`);
      await machine.run("ctr", ["--namespace", "k8s.io", "images", "import", join(folder, "images.tar")]);
      timed("images imported");
      const images = new Map([...digests].map(([repository, digest]) => [repository, `${repository}@${digest}`]));
      const node = new RealNode(machine, cluster, kubeconfig, images);
      await cluster.apply(dns(node.image(repositories.coredns)));
      await cluster.podsReady("kube-system", 60);
      timed("names are answered");
      return node;
    } catch (error) {
      await machine?.[Symbol.asyncDispose]();
      await removeState();
      throw error;
    }
  }

  image(repository: string): string {
    const reference = this.images.get(repository);
    if (reference === undefined) throw new Error(`no image ${repository} was made`);
    return reference;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cluster[Symbol.asyncDispose]();
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
