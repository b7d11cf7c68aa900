// A whole cluster on this machine for a test: API server, controllers and scheduler as they are, nodes and their pods by kwok, and Litmus' own operator.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { ensurePrograms } from "../../tools/programs/ensure.ts";
import { ApiServer } from "./api-server.ts";
import type { ClusterClient } from "./client.ts";
import type { UserName } from "./credentials.ts";
import { moduleFolder, readDefinitions } from "./kinds.ts";
import { nodesReady, startNodes } from "./nodes.ts";
import type { Servers } from "./servers.ts";

/** Its stages say what becomes of nodes and pods; without them it does nothing. */
const kwok = { module: "sigs.k8s.io/kwok", version: "v0.8.0", stages: ["node/fast", "node/heartbeat-with-lease", "pod/fast"] } as const;

export interface ClusterOptions {
  /** Default: 3. Each takes 110 pods. */
  readonly nodes?: number;
  /** True: Litmus' kinds, and its operator that watches the namespace `litmus`; or the namespaces that have one each, which goes faster. */
  readonly litmus?: boolean | readonly string[];
}

export class Cluster implements AsyncDisposable {
  readonly #server: ApiServer;

  private constructor(server: ApiServer) {
    this.#server = server;
  }

  /** Resolves when every node is ready. */
  static async start({ nodes = 3, litmus = false }: ClusterOptions = {}): Promise<Cluster> {
    const programs = await ensurePrograms(["kube-controller-manager", "kube-scheduler", "kwok", "chaos-operator"], () => undefined);
    const [server, stages, kinds] = await Promise.all([
      ApiServer.start({ accounts: true }),
      readStages(),
      litmus !== false ? readDefinitions("litmuschaos.io") : [],
    ]);
    const cluster = new Cluster(server);
    try {
      const { servers, client } = server;
      const at = (name: string): string => join(servers.folder, name);
      servers.run("kube-controller-manager", programs["kube-controller-manager"].path, [
        `--kubeconfig=${await server.kubeconfig("tester")}`,
        "--leader-elect=false",
        "--secure-port=0",
        `--service-account-private-key-file=${at("account.key")}`,
        `--root-ca-file=${at("apiserver.crt")}`,
        // Thousands of pods in seconds: it is not to spare a server that others need.
        "--kube-api-qps=1000",
        "--kube-api-burst=2000",
        "--concurrent-replicaset-syncs=20",
        "--node-monitor-grace-period=300s",
        `--flex-volume-plugin-dir=${at("volume-plugins")}`,
      ]);
      servers.run("kube-scheduler", programs["kube-scheduler"].path, [
        `--kubeconfig=${await server.kubeconfig("scheduler")}`,
        "--leader-elect=false",
        "--secure-port=0",
        "--kube-api-qps=1000",
        "--kube-api-burst=2000",
      ]);
      await writeFile(at("stages.yaml"), stages);
      servers.run("kwok", programs.kwok.path, [
        `--kubeconfig=${await server.kubeconfig("kwok")}`,
        "--manage-all-nodes=true",
        // A node that is not heard of for longer than the grace below is lost, and its pods are not ready.
        "--node-lease-duration-seconds=240",
        `--config=${at("stages.yaml")}`,
      ]);
      await startNodes(client, nodes);
      if (litmus !== false) {
        await client.make(...kinds);
        await client.whenKnown(
          kinds.map(({ spec: { group, names, versions } }) => ({ apiVersion: `${group}/${versions[0]?.name ?? ""}`, kind: names.kind })),
        );
        for (const namespace of litmus === true ? ["litmus"] : litmus) {
          await client.make({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
          servers.run(`chaos-operator-${namespace}`, programs["chaos-operator"].path, ["--metrics-bind-address=0", "--health-probe-bind-address=0"], {
            KUBECONFIG: await server.kubeconfig("operator"),
            WATCH_NAMESPACE: namespace,
            // Or it tells its maker of every experiment.
            ANALYTICS: "FALSE",
          });
        }
      }
      await servers.until("the nodes", () => nodesReady(client, nodes), 180_000);
      return cluster;
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** With all rights, and not counted. */
  get client(): ClusterClient {
    return this.#server.client;
  }

  get servers(): Servers {
    return this.#server.servers;
  }

  /** Its address, for those who make their own way to it. */
  get url(): string {
    return this.#server.url;
  }

  get auditLog(): string {
    return this.#server.auditLog;
  }

  token(user: UserName): string {
    return this.#server.token(user);
  }

  /** Path of a kubeconfig file. `driver` has no rights but those that a test binds to the user of that name. */
  kubeconfig(user: UserName = "tester"): Promise<string> {
    return this.#server.kubeconfig(user);
  }

  accountKubeconfig(namespace: string, account: string): Promise<string> {
    return this.#server.accountKubeconfig(namespace, account);
  }

  /** The API server is killed and comes back; etcd, controllers, nodes and operator go on. */
  restartApiServer(between?: () => Promise<void>): Promise<void> {
    return this.#server.restart(between);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }
}

async function readStages(): Promise<string> {
  const folder = join(await moduleFolder(kwok.module, kwok.version), "kustomize/stage");
  const files = await Promise.all(
    kwok.stages.map(async (stage) =>
      (await readdir(join(folder, stage)))
        .filter((name) => name.endsWith(".yaml") && name !== "kustomization.yaml")
        .map((name) => join(folder, stage, name)),
    ),
  );
  const texts = await Promise.all(files.flat().map((file) => readFile(file, "utf8")));
  const kinds = texts.flatMap((text) => parseAllDocuments(text)).map((document) => z.looseObject({ kind: z.string() }).parse(document.toJS()).kind);
  if (!kinds.every((kind) => kind === "Stage")) throw new Error(`kwok's stages are of the kinds ${kinds.join(", ")}`);
  return texts.join("\n---\n");
}
