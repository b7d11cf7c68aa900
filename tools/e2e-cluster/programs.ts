// What the real node is made of, beside the programs of tools/programs: got when it is first wanted, since no test needs it.
import { access, constants } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../programs/cache.ts";
import { installProgram } from "../programs/install.ts";
import { kubernetesFlags, type Program } from "../programs/table.ts";

type Part = Omit<Program, "name" | "commands" | "versionFlag" | "needs">;

const built = (name: string, version: string, folder: string, packagePath: string, usualMinutes: number, linkerFlags = "-s -w"): Part => ({
  title: name,
  executable: name,
  cached: `${name}-${version}`,
  source: { from: "go", folder, package: packagePath, linkerFlags, usualMinutes },
});
const unpacked = (title: string, executable: string, cached: string, packages: readonly string[]): Part => ({
  title,
  executable,
  cached,
  source: { from: "debian", packages },
});

const parts = {
  kubelet: built("kubelet", "1.36.3", "kube", "k8s.io/kubernetes/cmd/kubelet", 2, kubernetesFlags),
  "kube-proxy": built("kube-proxy", "1.36.3", "kube", "k8s.io/kubernetes/cmd/kube-proxy", 1, kubernetesFlags),
  coredns: built("coredns", "1.14.7", "coredns", "github.com/coredns/coredns", 2),
  runtime: unpacked("containerd, runc, the CNI plugins and iptables", "usr/bin/containerd", "node-debian", [
    "containerd",
    "runc",
    "containernetworking-plugins",
    "iptables",
    "libxtables12",
    "libip4tc2",
    "libip6tc2",
    "libmnl0",
    "libnftnl11",
    "libnetfilter-conntrack3",
    "libnfnetlink0",
    "libseccomp2",
    "tini",
  ]),
  shell: unpacked("busybox", "bin/busybox", "busybox-debian", ["busybox-static"]),
  postgres: unpacked("Postgres with its clients", "usr/lib/postgresql/15/bin/postgres", "postgres-debian", [
    "postgresql-15",
    "postgresql-client-15",
    "libpq5",
    "tzdata",
  ]),
  "stress-ng": unpacked("stress-ng", "usr/bin/stress-ng", "stress-ng-debian", ["stress-ng", "libipsec-mb1", "libjudydebian1", "libsctp1"]),
  kubectl: built("kubectl", "1.36.3", "kubectl", "k8s.io/kubernetes/cmd/kubectl", 2, kubernetesFlags),
  helper: built("helper", "20230605", "litmus-go", "github.com/litmuschaos/litmus-go/bin/helper", 1),
  "toxiproxy-cli": built("toxiproxy-cli", "2.5.0", "toxiproxy", "github.com/Shopify/toxiproxy/v2/cmd/cli", 1),
} satisfies Record<string, Part>;
export type PartName = keyof typeof parts;

/** Builds or unpacks what is missing. */
export async function ensureParts(say: (text: string) => void, signal: AbortSignal): Promise<void> {
  for (const [name, part] of Object.entries(parts)) {
    const there = await access(join(cacheFolder(), part.cached, part.executable), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!there) await installProgram({ ...part, ...unnamed(name) }, say, signal);
  }
}

/** Where a part's main program lies. */
export const pathOf = (name: PartName): string => join(folderOf(name), parts[name].executable);
/** The folder that Debian's packages of a part were unpacked into. */
export const folderOf = (name: PartName): string => join(cacheFolder(), parts[name].cached);

/** Nobody looks for these on PATH. */
const unnamed = (name: string) => ({ commands: [name], versionFlag: "--version", needs: [0, 0] as const });
