// A real Kubernetes API server with its etcd, on this machine, for a test: no nodes, no controllers, everything gone at the end.
import { spawn, type ChildProcess } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { claimPorts } from "../../stacks/local/free-ports.ts";
import { ensurePrograms } from "../../tools/programs/ensure.ts";
import { ClusterClient } from "./client.ts";

/** Six seconds are usual; on a machine that others use too it can be many more. */
const readyMilliseconds = 180_000;

export class ApiServer implements AsyncDisposable {
  readonly client: ClusterClient;
  readonly folder: string;
  readonly #processes: readonly ChildProcess[];

  private constructor(client: ClusterClient, folder: string, processes: readonly ChildProcess[]) {
    this.client = client;
    this.folder = folder;
    this.#processes = processes;
  }

  static async start(): Promise<ApiServer> {
    const { etcd, "kube-apiserver": server } = await ensurePrograms(["etcd", "kube-apiserver"], () => undefined);
    const [clientPort = 0, peerPort = 0, port = 0] = await claimPorts(3);
    const folder = await mkdtemp(join(tmpdir(), "proving-ground-cluster-"));
    const token = randomBytes(24).toString("hex");
    await writeKeys(folder, token);
    const run = (name: string, command: string, words: readonly string[]): ChildProcess => {
      const child = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"], cwd: folder });
      const log = createWriteStream(join(folder, `${name}.log`));
      child.stdout.pipe(log, { end: false });
      child.stderr.pipe(log, { end: false });
      return child;
    };
    const store = `http://127.0.0.1:${clientPort}`;
    const peer = `http://127.0.0.1:${peerPort}`;
    const processes = [
      run("etcd", etcd.path, [
        "--name",
        "default",
        "--data-dir",
        join(folder, "etcd"),
        "--log-level",
        "error",
        "--unsafe-no-fsync",
        "--listen-client-urls",
        store,
        "--advertise-client-urls",
        store,
        "--listen-peer-urls",
        peer,
        "--initial-advertise-peer-urls",
        peer,
        "--initial-cluster",
        `default=${peer}`,
      ]),
      run("kube-apiserver", server.path, [
        `--etcd-servers=${store}`,
        "--bind-address=127.0.0.1",
        `--secure-port=${port}`,
        // Where it writes a certificate that it makes for itself.
        `--cert-dir=${folder}`,
        `--token-auth-file=${join(folder, "tokens.csv")}`,
        "--authorization-mode=RBAC",
        "--service-cluster-ip-range=10.0.0.0/16",
        "--service-account-issuer=https://kubernetes.default.svc",
        `--service-account-key-file=${join(folder, "account.pem")}`,
        `--service-account-signing-key-file=${join(folder, "account.key")}`,
        // Accounts are filled in by a controller, and there is none.
        "--disable-admission-plugins=ServiceAccount",
      ]),
    ];
    const begun = new ApiServer(new ClusterClient(`https://127.0.0.1:${port}`, token), folder, processes);
    try {
      await begun.#whenReady();
      return begun;
    } catch (error) {
      await begun[Symbol.asyncDispose]();
      throw error;
    }
  }

  async #whenReady(): Promise<void> {
    const until = Date.now() + readyMilliseconds;
    while (Date.now() < until) {
      const ended = this.#processes.find(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null);
      if (ended !== undefined) throw new Error(`${ended.spawnfile} ended: ${await this.#lastWords()}`);
      if (await this.client.ready()) return;
      await sleep(100);
    }
    throw new Error(`the API server was not ready within ${readyMilliseconds / 1_000} s: ${await this.#lastWords()}`);
  }

  async #lastWords(): Promise<string> {
    const logs = await Promise.all(["etcd", "kube-apiserver"].map((name) => readFile(join(this.folder, `${name}.log`), "utf8").catch(() => "")));
    return logs.map((log) => log.slice(-1_500)).join("\n");
  }

  /** The server first: without its store it would only complain. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
    for (const child of this.#processes.toReversed()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, "exit");
      // What it holds is to be thrown away: there is nothing to bring to an end.
      child.kill("SIGKILL");
      await gone;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function writeKeys(folder: string, token: string): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2_048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  await writeFile(join(folder, "account.key"), privateKey, { mode: 0o600 });
  await writeFile(join(folder, "account.pem"), publicKey);
  await writeFile(join(folder, "tokens.csv"), `${token},tester,tester,"system:masters"\n`, { mode: 0o600 });
}
