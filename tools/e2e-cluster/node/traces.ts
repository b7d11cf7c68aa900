// What a node could leave behind on this machine, looked at before and after: everything of each sort, not only what bears our name.
import { execFile } from "node:child_process";
import { access, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { stateFolders } from "./state-folder.ts";

export type Traces = Readonly<Record<string, ReadonlySet<string>>>;

/** Where the programs of a node put things unless they are told otherwise. */
const places = [
  "/etc/cni",
  "/etc/containerd",
  "/etc/kubernetes",
  "/opt/cni",
  "/run/containerd",
  "/run/netns",
  "/run/xtables.lock",
  "/usr/libexec/kubernetes",
  "/var/lib/cni",
  "/var/lib/containerd",
  "/var/lib/etcd",
  "/var/lib/kubelet",
  "/var/log/containers",
  "/var/log/pods",
];
/** They change by themselves. */
const restless =
  /random|ns_last_pid|pty\.nr|conntrack_count|\.(state|stat|usage)$|sched_domain|perf_|dirty|numa|dentry|inode|neigh|hung_task_detect|file-nr|quota\.syncs/;

export async function readTraces(packages: string): Promise<Traces> {
  return {
    "network links": await lines("ip", ["-oneline", "link"], (line) => line.split(":")[1]?.trim() ?? ""),
    routes: await lines("ip", ["route", "show", "table", "all"]),
    addresses: await lines("ip", ["-oneline", "address"], (line) => line.replace(/ +valid_lft.*/, "")),
    "packet filter rules": new Set([...(await rules(packages, "iptables-save")), ...(await rules(packages, "ip6tables-save"))]),
    mounts: new Set(
      (await readFile("/proc/self/mountinfo", "utf8"))
        .trim()
        .split("\n")
        .map((line) => line.replace(/^\d+ \d+ /, "")),
    ),
    "process groups": await cgroups(),
    "kernel settings": await lines("sysctl", ["--all", "--ignore"], (line) => (restless.test(line) ? "" : line)),
    places: new Set((await Promise.all(places.map(async (place) => ((await there(place)) ? place : "")))).filter((place) => place !== "")),
    "state folders": new Set(await stateFolders()),
    processes: await ourProcesses(),
  };
}

export interface Difference {
  readonly sort: string;
  /** How many there are now. */
  readonly seen: number;
  /** "+ …" is there and was not, "- …" was there and is not: of what bears a mark of the node, and of kernel settings all. */
  readonly ours: readonly string[];
  /** On a machine where others work too. */
  readonly others: readonly string[];
}

/** Names, folders and addresses that only the node gives. */
const marks = /proving-ground-node|pg-node|10\.23[123]\.|cni0?\b|KUBE|kube|containerd|\/run\/netns/;

export function compareTraces(before: Traces, after: Traces): readonly Difference[] {
  return Object.entries(before).map(([sort, then]) => {
    const now = after[sort] ?? new Set();
    const changes = [
      ...[...now].filter((one) => !then.has(one)).map((one) => `+ ${one}`),
      ...[...then].filter((one) => !now.has(one)).map((one) => `- ${one}`),
    ];
    const isOurs = (change: string): boolean => sort === "kernel settings" || sort === "places" || marks.test(change);
    return { sort, seen: now.size, ours: changes.filter(isOurs), others: changes.filter((change) => !isOurs(change)) };
  });
}

async function lines(command: string, words: readonly string[], pick = (line: string): string => line.trim()): Promise<ReadonlySet<string>> {
  const { stdout } = await promisify(execFile)(command, [...words], { maxBuffer: 2 ** 24 });
  return new Set(
    stdout
      .split("\n")
      .map(pick)
      .filter((line) => line !== ""),
  );
}

/** In the network of this machine: those of the node are in its own, and go with it. */
async function rules(packages: string, name: string): Promise<readonly string[]> {
  const libraries = join(packages, "usr/lib/x86_64-linux-gnu");
  const found = await Promise.all(
    ["legacy", "nft"].map((kind) =>
      promisify(execFile)(join(packages, "usr/sbin", `xtables-${kind}-multi`), [name], { env: { ...process.env, LD_LIBRARY_PATH: libraries } }),
    ),
  );
  return found
    .flatMap(({ stdout }) => stdout.split("\n").filter((line) => line.startsWith("-A") || line.startsWith(":")))
    .map((line) => `${name} ${line.replace(/\[.*\]/, "")}`);
}

async function cgroups(): Promise<ReadonlySet<string>> {
  const { stdout } = await promisify(execFile)("find", ["/sys/fs/cgroup", "-type", "d"], { maxBuffer: 2 ** 24 });
  return new Set(stdout.trim().split("\n"));
}

/** Whatever has a state folder of a node in its command line. */
async function ourProcesses(): Promise<ReadonlySet<string>> {
  const all = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(all.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return new Set(commands.map((command) => command.replaceAll("\0", " ")).filter((command) => command.includes("/proving-ground-node-")));
}

const there = (place: string): Promise<boolean> =>
  access(place).then(
    () => true,
    () => false,
  );
