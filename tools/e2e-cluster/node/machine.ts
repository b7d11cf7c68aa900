// A machine within this one: processes, mounts, network and host name of its own, all of which end with its first process. That one ends with ours,
// even when ours is killed.
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
/** Of the link between the machines; in no use elsewhere, and gone with the inner machine. */
export const addresses = { host: "10.231.0.1", node: "10.231.0.2", pods: "10.232.0.0/16", services: "10.233.0.0/16" } as const;
const hostLink = "pg-node";

/** Its link is there as long as it is: what it wrote is not to be taken for an earlier one's. */
export const machineIsUp = (): boolean => existsSync(`/sys/class/net/${hostLink}`);

/** As the kubelet wants them. */
const kernelSettings = { "vm/overcommit_memory": 1, "vm/panic_on_oom": 0, "kernel/panic": 10, "kernel/panic_on_oops": 1 } as const;

export class Machine implements AsyncDisposable {
  readonly #first: ChildProcess;
  readonly #pid: number;
  readonly folder: string;
  readonly #environment: Readonly<Record<string, string>>;

  private constructor(first: ChildProcess, pid: number, folder: string, environment: Readonly<Record<string, string>>) {
    this.#first = first;
    this.#pid = pid;
    this.folder = folder;
    this.#environment = environment;
  }

  /** `packages`: where Debian's packages were unpacked; `folder`: where everything that it writes goes. */
  static async start(folder: string, packages: string): Promise<Machine> {
    for (const name of ["lib", "log", "bin"]) await mkdir(join(folder, name), { recursive: true });
    // Standard paths are ours within, so that nothing of this machine's own is touched and programs find what they expect.
    const within = [
      "mount --make-rshared /",
      "mount -t tmpfs tmpfs /run",
      `mount --bind ${folder}/lib /var/lib`,
      `mount --bind ${folder}/log /var/log`,
      // What the kubelet sets for the whole kernel it sets in files that only it sees: the machine's own settings stay as they are.
      ...Object.entries(kernelSettings).map(
        ([name, value]) => `echo ${value} > /run/${basename(name)} && mount --bind /run/${basename(name)} /proc/sys/${name}`,
      ),
      "hostname node-1",
      "ip link set lo up",
      "echo ready",
      `exec ${packages}/usr/bin/tini -s -- sleep infinity`,
    ];
    const first = spawn(
      "setpriv",
      ["--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--fork", "--kill-child", "--mount-proc"].concat([
        "sh",
        "-ec",
        within.join("\n"),
      ]),
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    let said = "";
    first.stderr.on("data", (part) => (said += String(part)));
    const ended = once(first, "exit").then(() => {
      throw new Error(`the namespaces of the node could not be made; this needs root and a kernel that allows it: ${said}`);
    });
    await Promise.race([once(first.stdout, "data"), ended]);
    void ended.catch(() => undefined);
    const children = await readFile(`/proc/${first.pid}/task/${first.pid}/children`, "utf8");
    const pid = Number(children.trim());
    const libraries = [join(packages, "usr/lib/x86_64-linux-gnu"), join(packages, "lib/x86_64-linux-gnu")].join(":");
    const machine = new Machine(first, pid, folder, {
      PATH: `${folder}/bin:${packages}/usr/bin:${packages}/usr/sbin:${packages}/sbin:${process.env["PATH"] ?? ""}`,
      LD_LIBRARY_PATH: libraries,
      XTABLES_LIBDIR: join(packages, "usr/lib/x86_64-linux-gnu/xtables"),
    });
    try {
      await machine.#link(packages);
    } catch (error) {
      await machine[Symbol.asyncDispose]();
      throw error;
    }
    return machine;
  }

  async #link(packages: string): Promise<void> {
    await run("ip", ["link", "add", hostLink, "type", "veth", "peer", "name", "eth0", "netns", String(this.#pid)]);
    await run("ip", ["address", "add", `${addresses.host}/30`, "dev", hostLink]);
    await run("ip", ["link", "set", hostLink, "up"]);
    // It goes with the link.
    for (const place of [addresses.pods, addresses.services]) await run("ip", ["route", "add", place, "via", addresses.node, "dev", hostLink]);
    await this.run("sh", [
      "-ec",
      [
        `ip address add ${addresses.node}/30 dev eth0`,
        "ip link set eth0 up",
        `ip route add default via ${addresses.host}`,
        "echo 1 > /proc/sys/net/ipv4/ip_forward",
        "echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables",
        ...["iptables", "iptables-save", "iptables-restore", "ip6tables", "ip6tables-save", "ip6tables-restore"].map(
          (name) => `ln -sf ${packages}/usr/sbin/xtables-legacy-multi ${this.folder}/bin/${name}`,
        ),
        // Service addresses are answered on the node alone: what kube-proxy does not know is refused, and goes round in no circle.
        `ip route add unreachable ${addresses.services}`,
      ].join("\n"),
    ]);
  }

  /** Runs a command within to its end. */
  async run(command: string, words: readonly string[]): Promise<string> {
    const { stdout } = await run("nsenter", this.#enter(command, words), { env: this.environment(), maxBuffer: 2 ** 26 });
    return stdout;
  }

  /** Starts a program within that stays; what it says goes to a file of its name. */
  start(name: string, command: string, words: readonly string[], more: Readonly<Record<string, string>> = {}): ChildProcess {
    const child = spawn("nsenter", this.#enter(command, words), {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...this.environment(), ...more },
      cwd: this.folder,
    });
    const log = createWriteStream(join(this.folder, `${name}.log`), { flags: "a" });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    return child;
  }

  environment(): Record<string, string> {
    return { ...this.#environment, HOME: this.folder };
  }

  #enter(command: string, words: readonly string[]): string[] {
    return ["--target", String(this.#pid), "--mount", "--net", "--pid", "--ipc", "--uts", "--", command, ...words];
  }

  /** With its first process all others end, its mounts go, and its network with both ends of the link. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#first.exitCode !== null || this.#first.signalCode !== null) return;
    const gone = once(this.#first, "exit");
    process.kill(this.#pid, "SIGKILL");
    await gone;
  }
}
