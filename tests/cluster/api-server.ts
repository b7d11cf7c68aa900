// A real Kubernetes API server with its etcd, on this machine, for a test: no nodes, no controllers, everything gone at the end.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { claimPorts } from "../../stacks/local/free-ports.ts";
import { ensurePrograms } from "../../tools/programs/ensure.ts";
import { ClusterClient } from "./client.ts";
import { writeCredentials, writeKubeconfig, type Tokens, type UserName } from "./credentials.ts";
import { Servers } from "./servers.ts";

/** Six seconds are usual; on a machine that others use too it can be many more. */
const readyMilliseconds = 180_000;

interface Started {
  readonly servers: Servers;
  readonly tokens: Tokens;
  readonly url: string;
  readonly start: () => void;
}

export class ApiServer implements AsyncDisposable {
  readonly url: string;
  readonly servers: Servers;
  /** With all rights. */
  readonly client: ClusterClient;
  readonly #tokens: Tokens;
  readonly #start: () => void;

  private constructor({ servers, tokens, url, start }: Started) {
    this.url = url;
    this.servers = servers;
    this.client = new ClusterClient(url, tokens.tester);
    this.#tokens = tokens;
    this.#start = start;
  }

  /** `accounts`: a controller will be there that gives each namespace its account, so that pods may be held to theirs. */
  static async start({ accounts = false }: { readonly accounts?: boolean } = {}): Promise<ApiServer> {
    const programs = await ensurePrograms(["etcd", "kube-apiserver"], () => undefined);
    const [clientPort = 0, peerPort = 0, port = 0] = await claimPorts(3);
    const servers = await Servers.create();
    const tokens = await writeCredentials(servers.folder);
    const at = (name: string): string => join(servers.folder, name);
    await writeFile(at("audit.json"), JSON.stringify(auditPolicy));
    const store = `http://127.0.0.1:${clientPort}`;
    const peer = `http://127.0.0.1:${peerPort}`;
    servers.run("etcd", programs.etcd.path, [
      "--name=default",
      `--data-dir=${at("etcd")}`,
      "--log-level=error",
      "--unsafe-no-fsync",
      `--listen-client-urls=${store}`,
      `--advertise-client-urls=${store}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
    ]);
    const words = [
      `--etcd-servers=${store}`,
      "--bind-address=127.0.0.1",
      "--advertise-address=127.0.0.1",
      "--endpoint-reconciler-type=none",
      `--secure-port=${port}`,
      // Where it writes a certificate that it makes for itself.
      `--cert-dir=${servers.folder}`,
      `--token-auth-file=${at("tokens.csv")}`,
      "--authorization-mode=RBAC",
      "--allow-privileged=true",
      "--service-cluster-ip-range=10.0.0.0/16",
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${at("account.pem")}`,
      `--service-account-signing-key-file=${at("account.key")}`,
      `--audit-policy-file=${at("audit.json")}`,
      `--audit-log-path=${at("audit.log")}`,
      ...(accounts ? [] : ["--disable-admission-plugins=ServiceAccount"]),
    ];
    const start = (): void => servers.run("kube-apiserver", programs["kube-apiserver"].path, words);
    start();
    const begun = new ApiServer({ servers, tokens, url: `https://127.0.0.1:${port}`, start });
    try {
      await begun.#whenReady();
      return begun;
    } catch (error) {
      await begun[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Killed and started anew, as when its machine is. Resolves when it is ready again. `between` runs while there is none. */
  async restart(between: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await this.servers.kill("kube-apiserver");
    await between();
    this.#start();
    await this.#whenReady();
  }

  token(user: UserName): string {
    return this.#tokens[user];
  }

  /** Path of a new kubeconfig file for that user. */
  kubeconfig(user: UserName): Promise<string> {
    return this.#kubeconfig(user, this.#tokens[user]);
  }

  /** Of a service account, as its pods are. */
  async accountKubeconfig(namespace: string, account: string): Promise<string> {
    return this.#kubeconfig(`${namespace}-${account}`, await this.client.accountToken(namespace, account));
  }

  /** Path of the file that holds each call of users whose calls are counted (audit.ts). */
  get auditLog(): string {
    return join(this.servers.folder, "audit.log");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close();
    await this.servers[Symbol.asyncDispose]();
  }

  #kubeconfig(name: string, token: string): Promise<string> {
    const { folder } = this.servers;
    return writeKubeconfig(join(folder, `${name}.kubeconfig`), this.url, join(folder, "apiserver.crt"), name, token);
  }

  #whenReady(): Promise<void> {
    return this.servers.until("the API server", () => this.client.ready(), readyMilliseconds);
  }
}

/** Whose calls are written down: those of who is tested, and not those of who makes the test's world. */
const auditPolicy = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [{ level: "Metadata", users: ["driver"] }, { level: "Metadata", userGroups: ["system:serviceaccounts:litmus"] }, { level: "None" }],
};
