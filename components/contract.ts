// The contract of a cloud: what it builds, and what it hands to the platform that stands on it. One file a cloud in clouds/.
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider.js";
import type { FisDocuments } from "../model/fault/fis-template.ts";
import type { Capability } from "../model/outputs.ts";
import type { Problem } from "../model/user-error.ts";
import type { EnvironmentPlan, RegionPlan } from "./environment.ts";

/** By what a server's certificate is known where its authority is not one that everybody trusts. */
export interface ServerTrust {
  /** PEM of the only authority that is trusted. */
  readonly authority: Input<string>;
  /** False where the authority signs for one server alone, and not for its name. */
  readonly verifyName: boolean;
}

/** How the workloads of a region reach Postgres. */
export interface PostgresAccess {
  /** Takes writes, wherever the primary is: through a proxy or a name that follows it. */
  readonly writer: Input<string>;
  /** Answers reads in this region. */
  readonly reader: Input<string>;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** A secret. */
  readonly password: Input<string>;
  readonly tls: boolean;
  /** Left out: an authority that everybody trusts has signed. */
  readonly trust?: ServerTrust;
}

/** How the workloads of a region reach Redis. */
export interface RedisAccess {
  /** Takes writes. */
  readonly writer: Input<string>;
  readonly reader: Input<string>;
  readonly port: number;
  /** A secret; null where the server asks for none. */
  readonly password: Input<string> | null;
  readonly tls: boolean;
  /** Left out: an authority that everybody trusts has signed. */
  readonly trust?: ServerTrust;
  /** Where no address follows the primary: those that know who it is, and what they call it. */
  readonly sentinels?: { readonly name: string; readonly addresses: readonly { readonly host: Input<string>; readonly port: number }[] };
}

/** The Kubernetes service that takes a region's requests, as the platform made it. */
export interface EntryService {
  readonly namespace: Input<string>;
  readonly service: Input<string>;
  readonly port: number;
  readonly healthPath: string;
}

/** What a cloud gives to one region's platform. */
export interface RegionGround {
  readonly region: RegionPlan;
  readonly kubernetes: KubernetesProvider;
  /** Resources of the platform wait for these: nodes, add-ons, the storage class. */
  readonly ready: readonly Resource[];
  /** Namespace of the workloads; on one cluster each region has its own. */
  readonly namespace: string;
  readonly storageClass: string | undefined;
  readonly postgres: PostgresAccess;
  readonly redis: RedisAccess;
  /** The region's own edge, past the global entry. */
  readonly endpoint: Output<string>;
  /** True where the cluster is shared by all regions, so that what is cluster-wide is made once, with the primary. */
  readonly sharedCluster: boolean;
  /** Where the cluster holds data stores, too: this region's namespace of them, and those of all regions. */
  readonly data?: { readonly namespace: string; readonly namespaces: readonly string[] };
  /** Annotations that give a service account of the workloads its cloud identity. */
  readonly identity: (serviceAccount: string) => Readonly<Record<string, Input<string>>>;
  /** As whom the cloud's own fault injection signs in to the cluster; left out where there is none. */
  readonly faultUser?: string;
  /** Joins the region's entry to the region's load balancer. `parent`: the component that the binding belongs to. */
  readonly expose: (entry: EntryService, parent: Resource) => readonly Resource[];
}

export interface CloudGround {
  /** Where load goes: the global entry, a URL. */
  readonly entry: Output<string>;
  /** Primary first. */
  readonly regions: readonly RegionGround[];
  /** What a run can be judged on here, beyond requests and probes. */
  readonly capabilities: readonly Capability[];
}

export interface Cloud {
  /** What this cloud cannot do of a plan, everything at once; asked before anything is created. */
  readonly problems: (plan: EnvironmentPlan) => readonly Problem[];
  /** `faults`: what the cloud's own fault injection is given to do, where it has one and the tier allows it. */
  readonly build: (plan: EnvironmentPlan, secrets: Secrets, faults?: FisDocuments) => CloudGround;
}

/** The secrets of an environment, from the stack's encrypted configuration. */
export interface Secrets {
  /** What clients of the entry must send. */
  readonly apiKey: Output<string>;
  /** The administrator's password of Grafana. */
  readonly grafanaPassword: Output<string>;
  /** Kubeconfig, for the environment `kubernetes` alone. */
  readonly kubeconfig: Output<string> | undefined;
}
