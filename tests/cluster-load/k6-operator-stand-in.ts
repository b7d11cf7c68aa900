// A stand-in for k6-operator, the Job controller, the kubelet and the garbage collector, no more than a load needs of them: k6 itself is real, a process a runner.
// Its order of work and the runner's command line: grafana/k6-operator, tag v1.6.0, internal/controller and pkg/resources/jobs/runner.go.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { claimPorts } from "../../stacks/local/free-ports.ts";
import type { ClusterApi } from "../../gameday/adapters/cluster/api/api.ts";
import { objectSchema } from "../../gameday/adapters/cluster/api/objects.ts";
import { resources } from "../../gameday/adapters/cluster/api/resources.ts";
import type { ClusterClient } from "../cluster/client.ts";

const namespace = "load";
const nodeName = "runner-node";
const variable = z.object({ name: z.string(), value: z.string().optional() });
const testRunSchema = objectSchema.extend({
  spec: z.looseObject({
    parallelism: z.int(),
    args: z.array(z.string()),
    script: z.object({ configMap: z.object({ name: z.string(), file: z.string() }) }),
    runner: z.looseObject({ env: z.array(variable), metadata: z.object({ labels: z.record(z.string(), z.string()) }) }),
  }),
});
type TestRun = z.output<typeof testRunSchema>;
const configMapSchema = z.looseObject({ data: z.record(z.string(), z.string()) });

interface Runner {
  readonly testRun: string;
  readonly pod: string;
  readonly job: string;
  readonly process: ChildProcess;
  readonly port: number;
  readonly log: readonly string[];
  /** Nothing more comes into its log. */
  logged: boolean;
  over: boolean;
  outOfMemory: boolean;
}

export class K6OperatorStandIn implements AsyncDisposable {
  readonly runners: Runner[] = [];
  readonly #given: StandInOptions;
  readonly #ending = new AbortController();
  readonly #seen = new Set<string>();
  readonly #kubelet: Server;
  #working: Promise<void> = Promise.resolve();

  private constructor(given: StandInOptions, kubelet: Server) {
    this.#given = given;
    this.#kubelet = kubelet;
  }

  static async start(given: StandInOptions): Promise<K6OperatorStandIn> {
    const [port = 0] = await claimPorts(1);
    const at = (name: string): string => join(given.folder, name);
    // A kubelet's certificate is not looked at unless the API server is told to.
    const kubelet = createServer({ cert: await readFile(at("apiserver.crt")), key: await readFile(at("apiserver.key")) });
    const standIn = new K6OperatorStandIn(given, kubelet);
    kubelet.on("request", ({ url = "" }, response) => {
      const runner = standIn.runners.find(({ pod }) => url.startsWith(`/containerLogs/${namespace}/${pod}/k6`));
      if (runner === undefined) return void response.writeHead(404).end();
      void standIn.#sendLog(runner, new URL(url, "https://kubelet").searchParams.get("sinceTime") ?? "", response);
    });
    await new Promise<void>((resolve) => kubelet.listen(port, "127.0.0.1", resolve));
    const node = { apiVersion: "v1", kind: "Node", metadata: { name: nodeName } };
    await given.client.make(node);
    await given.client.change(
      node,
      { status: { addresses: [{ type: "InternalIP", address: "127.0.0.1" }], daemonEndpoints: { kubeletEndpoint: { Port: port } } } },
      "/status",
    );
    standIn.#working = standIn.#work();
    return standIn;
  }

  /** As the kernel ends a process that needs more memory than its limit. */
  endOutOfMemory(runner: Runner): void {
    runner.outOfMemory = true;
    runner.process.kill("SIGKILL");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    await this.#working;
    for (const { process: child } of this.runners) child.kill("SIGKILL");
    this.#kubelet.closeAllConnections();
    await new Promise((resolve) => this.#kubelet.close(resolve));
  }

  async #work(): Promise<void> {
    const { api } = this.#given;
    while (!this.#ending.signal.aborted) {
      try {
        const { items } = await api.list({ resource: resources.testRuns, namespace }, testRunSchema);
        for (const testRun of items)
          if (!this.#seen.has(testRun.metadata.uid)) {
            this.#seen.add(testRun.metadata.uid);
            await this.#launch(testRun);
          }
        await this.#collect(new Set(items.map(({ metadata }) => metadata.name)));
      } catch {
        // As a controller does: again at the next look.
      }
      await sleep(200, undefined, { signal: this.#ending.signal }).catch(() => undefined);
    }
  }

  async #launch(testRun: TestRun): Promise<void> {
    const { api, client, k6, folder, write } = this.#given;
    const { name } = testRun.metadata;
    const { parallelism: count, script, args, runner } = testRun.spec;
    const { data } = configMapSchema.parse(
      await api.get({ resource: resources.configMaps, namespace, name: script.configMap.name }, configMapSchema),
    );
    const place = join(folder, name);
    await mkdir(place);
    await writeFile(join(place, script.configMap.file), data[script.configMap.file] ?? "");
    const ports = await claimPorts(count);
    const sequence = ["0", ...Array.from({ length: count - 1 }, (_, index) => `${index + 1}/${count}`), "1"];
    for (const [index, port] of ports.entries()) {
      const number = index + 1;
      const job = `${name}-${number}`;
      const pod = `${job}-r${number}`;
      const labels = { ...runner.metadata.labels, app: "k6", k6_cr: name, runner: "true" };
      const segment = [`--execution-segment=${sequence[index]}:${sequence[number]}`, `--execution-segment-sequence=${sequence.join(",")}`];
      const words = [
        "run",
        "--quiet",
        ...(count > 1 ? segment : []),
        ...args,
        join(place, script.configMap.file),
        `--address=127.0.0.1:${port}`,
        "--paused",
        "--tag",
        `instance_id=${number}`,
        "--tag",
        `testrun_name=${name}`,
      ];
      const env = Object.fromEntries(runner.env.map(({ name: key, value = "" }) => [key, value.replaceAll("$$(", "$(")]));
      // The cluster's names are none on this machine.
      const environment = { ...process.env, ...env, K6_PROMETHEUS_RW_SERVER_URL: write };
      const podSpec = { restartPolicy: "Never", containers: [{ name: "k6", image: "grafana/k6", command: ["k6", ...words] }] };
      const made = { metadata: { name: job, namespace, labels } };
      await client.make(
        { apiVersion: "batch/v1", kind: "Job", ...made, spec: { backoffLimit: 0, template: { metadata: { labels }, spec: podSpec } } },
        { apiVersion: "v1", kind: "Service", metadata: { ...made.metadata, name: `${name}-service-${number}` }, spec: { ports: [{ port: 6565 }] } },
        {
          apiVersion: "v1",
          kind: "Pod",
          metadata: { name: pod, namespace, labels: { ...labels, "job-name": job } },
          spec: { ...podSpec, nodeName },
        },
      );
      const child = spawn(k6, words, { stdio: ["ignore", "pipe", "pipe"], env: environment });
      const log: string[] = [];
      // As a container's runtime keeps it, each line behind its time.
      for (const stream of [child.stdout, child.stderr])
        createInterface({ input: stream }).on("line", (line) => log.push(`${new Date().toISOString()} ${line}`));
      const started: Runner = { testRun: name, pod, job, process: child, port, log, logged: false, over: false, outOfMemory: false };
      this.runners.push(started);
      child.once("close", () => (started.logged = true));
      child.once("exit", (code) => void this.#tellEnd(started, code ?? 137));
      await this.#tellState(pod, "Running", { running: { startedAt: new Date().toISOString() } });
    }
    const own = this.runners.filter(({ testRun: of }) => of === name);
    await Promise.all(own.map((one) => unpause(one)));
  }

  async #tellEnd(runner: Runner, exitCode: number): Promise<void> {
    const reason = runner.outOfMemory ? "OOMKilled" : exitCode === 0 ? "Completed" : "Error";
    await this.#tellState(runner.pod, exitCode === 0 ? "Succeeded" : "Failed", { terminated: { exitCode, reason } }).catch(() => undefined);
    runner.over = true;
  }

  #tellState(pod: string, phase: string, state: object): Promise<void> {
    const status = { name: "k6", ready: phase === "Running", restartCount: 0, image: "grafana/k6", imageID: "", state };
    return this.#given.client.change(
      { apiVersion: "v1", kind: "Pod", metadata: { name: pod, namespace } },
      { status: { phase, containerStatuses: [status] } },
      "/status",
    );
  }

  /** What the garbage collector and the kubelet do: dependents go with their TestRun, and a pod's process before the pod. */
  async #collect(testRuns: ReadonlySet<string>): Promise<void> {
    const { api } = this.#given;
    for (const { testRun, pod, job, process: child, over } of this.runners) {
      const gone = !testRuns.has(testRun);
      if (gone) {
        await api.remove({ resource: resources.jobs, namespace, name: job });
        await api.remove({ resource: resources.services, namespace, name: job.replace(/-(\d+)$/, "-service-$1") });
      }
      const found = await api.get({ resource: resources.pods, namespace, name: pod }, objectSchema);
      if (found === null) child.kill("SIGKILL");
      else if (gone || (found.metadata.deletionTimestamp ?? null) !== null) {
        child.kill("SIGTERM");
        if (over) await api.remove({ resource: resources.pods, namespace, name: pod }, { graceSeconds: 0 });
      }
    }
  }

  /** `since`: whole seconds, as a kubelet is told them. */
  async #sendLog(runner: Runner, since: string, response: ServerResponse): Promise<void> {
    response.writeHead(200, { "content-type": "text/plain" });
    response.flushHeaders();
    let sent = 0;
    for (;;) {
      const ended = runner.logged;
      for (const line of runner.log.slice(sent)) if (line >= since) response.write(`${line}\n`);
      sent = runner.log.length;
      if (ended || this.#ending.signal.aborted || response.destroyed) break;
      await sleep(100);
    }
    response.end();
  }
}

export interface StandInOptions {
  readonly client: ClusterClient;
  /** With all rights. */
  readonly api: ClusterApi;
  /** Of the API server, with its certificate. */
  readonly folder: string;
  readonly k6: string;
  /** Where the runners' samples go to. */
  readonly write: string;
}

/** What the starter's pod does with curl. */
async function unpause({ port, process: child }: Runner): Promise<void> {
  const body = JSON.stringify({ data: { type: "status", id: "default", attributes: { paused: false } } });
  const headers = { "content-type": "application/json" };
  while (child.exitCode === null && child.signalCode === null) {
    const done = await fetch(`http://127.0.0.1:${port}/v1/status`, { method: "PATCH", headers, body }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (done) return;
    await sleep(50);
  }
}
