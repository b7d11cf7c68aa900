// Where a load in a cluster is tried: a real API server, a real Prometheus behind its proxy, a stand-in for k6-operator that runs real k6, and a small server.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { createOperatorLoad } from "../../gameday/adapters/k6-operator/operator-load.ts";
import { loadCluster } from "../../gameday/adapters/k6-operator/examine.ts";
import { startSmallServer, type SmallServer } from "../../gameday/adapters/k6/small-server.ts";
import { clusterOf } from "../../gameday/adapters/cluster/clusters.ts";
import { realClock } from "../../gameday/adapters/machine/clock.ts";
import type { LoadPort } from "../../gameday/ports/load.ts";
import { outputsSchema } from "../../model/outputs.ts";
import { claimPorts } from "../../stacks/local/free-ports.ts";
import { ensurePrograms } from "../../tools/programs/ensure.ts";
import { ApiServer } from "../cluster/api-server.ts";
import { K6OperatorStandIn } from "./k6-operator-stand-in.ts";
import { testRunKind } from "./test-run-kind.ts";

/** The API server's proxy goes to no loopback address: the machine's own other one. */
const ownAddress = (): string => {
  const found = Object.values(networkInterfaces())
    .flatMap((rows) => rows ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal);
  if (found === undefined) throw new Error("this machine has no address but loopback, and the API server's proxy goes to no other");
  return found.address;
};

export class Stage implements AsyncDisposable {
  readonly server: ApiServer;
  readonly operator: K6OperatorStandIn;
  readonly small: SmallServer;
  readonly prometheusUrl: string;
  readonly #startPrometheus: () => void;
  readonly #folders: string[] = [];

  private constructor(given: Pick<Stage, "server" | "operator" | "small" | "prometheusUrl">, startPrometheus: () => void) {
    this.server = given.server;
    this.operator = given.operator;
    this.small = given.small;
    this.prometheusUrl = given.prometheusUrl;
    this.#startPrometheus = startPrometheus;
  }

  static async start(): Promise<Stage> {
    const { k6, prometheus } = await ensurePrograms(["k6", "prometheus"], () => undefined);
    const [server, small, [port = 0]] = await Promise.all([ApiServer.start(), startSmallServer((response) => response.end("hello")), claimPorts(1)]);
    const { client, servers } = server;
    const address = ownAddress();
    const configuration = join(servers.folder, "prometheus.yaml");
    await writeFile(configuration, "global: {}\n");
    const startPrometheus = (): void =>
      servers.run(
        "prometheus",
        prometheus.path,
        [
          `--config.file=${configuration}`,
          `--storage.tsdb.path=${join(servers.folder, "prometheus")}`,
          `--web.listen-address=${address}:${port}`,
          "--web.enable-remote-write-receiver",
          "--enable-feature=native-histograms",
        ],
        prometheus.environment,
      );
    startPrometheus();
    const prometheusUrl = `http://${address}:${port}`;
    const meta = { name: "monitoring-prometheus", namespace: "monitoring" };
    // The proxy goes only to addresses that are a pod's.
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "prometheus-monitoring-0", namespace: "monitoring" },
      spec: { containers: [{ name: "prometheus", image: "prometheus" }] },
    };
    await client.make(
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "load" } },
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "monitoring" } },
      { apiVersion: "v1", kind: "Service", metadata: meta, spec: { ports: [{ name: "http", port: 9090 }] } },
      pod,
      {
        apiVersion: "v1",
        kind: "Endpoints",
        metadata: meta,
        subsets: [
          {
            addresses: [{ ip: address, targetRef: { kind: "Pod", namespace: "monitoring", name: pod.metadata.name } }],
            ports: [{ name: "http", port }],
          },
        ],
      },
      testRunKind,
    );
    await client.change(pod, { status: { phase: "Running", podIP: address, podIPs: [{ ip: address }] } }, "/status");
    await client.whenKnown([{ apiVersion: "k6.io/v1alpha1", kind: "TestRun" }]);
    const { api } = await clusterOf({ kubeconfig: await server.kubeconfig("tester") });
    const operator = await K6OperatorStandIn.start({ client, api, folder: servers.folder, k6: k6.path, write: `${prometheusUrl}/api/v1/write` });
    const stage = new Stage({ server, operator, small, prometheusUrl }, startPrometheus);
    await servers.until("Prometheus", () => stage.prometheusReady(), 60_000);
    return stage;
  }

  prometheusReady(): Promise<boolean> {
    return fetch(`${this.prometheusUrl}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  endPrometheus(): Promise<void> {
    return this.server.servers.kill("prometheus");
  }

  async bringPrometheusBack(): Promise<void> {
    this.#startPrometheus();
    await this.server.servers.until("Prometheus", () => this.prometheusReady(), 60_000);
  }

  /** `runnerRate`: requests/s that a runner is taken to make. */
  async load(runnerRate: number, scenario: "get" | "consensus" = "get"): Promise<{ readonly load: LoadPort; readonly folder: string }> {
    const folder = await mkdtemp(join(tmpdir(), "cluster-load-"));
    this.#folders.push(folder);
    await mkdir(join(folder, "logs"));
    const outputs = outputsSchema.parse({
      schema: "proving-ground/outputs/1",
      stack: "small",
      entry: this.small.url,
      load: { scenarios: [scenario], paths: ["/"] },
      clusters: [
        {
          id: "one",
          kubeconfig: await this.server.kubeconfig("tester"),
          prometheus: { namespace: "monitoring", service: "monitoring-prometheus", port: 9090 },
        },
      ],
    });
    const cluster = loadCluster(outputs);
    if (cluster === null) throw new Error("no cluster has a Prometheus");
    return { load: createOperatorLoad({ folder, outputs, cluster, seed: 7, clock: realClock, runnerRate }), folder };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.operator[Symbol.asyncDispose]();
    await this.small[Symbol.asyncDispose]();
    await this.server[Symbol.asyncDispose]();
    await Promise.all(this.#folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }
}
