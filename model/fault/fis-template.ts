// An experiment template of AWS's Fault Injection Service as a plain document: what it hits by tags, what it does, and when it stops by itself.
// Source: the request CreateExperimentTemplate of the FIS API, version 2020-12-01, without what the place where it is made adds: role, log and tags.

export interface FisTarget {
  readonly resourceType: FisResourceType;
  /** All of them must be on the resource. Absent for pods, which parameters name. */
  readonly resourceTags?: Readonly<Record<string, string>>;
  /** Attributes as the describing call of the resource's service gives them. */
  readonly filters?: readonly { readonly path: string; readonly values: readonly string[] }[];
  readonly parameters?: Readonly<Record<string, string>>;
  readonly selectionMode: "ALL" | `COUNT(${number})` | `PERCENT(${number})`;
}

export interface FisAction {
  readonly actionId: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The one role that the action has for targets, and which target fills it. */
  readonly target: { readonly key: FisTargetKey; readonly name: string };
  /** Actions that must be over before this one begins. */
  readonly startAfter?: readonly string[];
}

export type FisTargetKey = "Clusters" | "Instances" | "Nodegroups" | "Pods" | "ReplicationGroups" | "Subnets" | "TransitGateways" | "Volumes";

export type FisResourceType =
  | "aws:ec2:ebs-volume"
  | "aws:ec2:instance"
  | "aws:ec2:subnet"
  | "aws:ec2:transit-gateway"
  | "aws:eks:nodegroup"
  | "aws:eks:pod"
  | "aws:elasticache:replicationgroup"
  | "aws:rds:cluster";

export interface FisTemplate {
  readonly name: string;
  readonly description: string;
  readonly hypothesis: string;
  readonly targets: Readonly<Record<string, FisTarget>>;
  readonly actions: Readonly<Record<string, FisAction>>;
  /** ARNs of alarms: any of them ends the experiment. At least one, or nothing would. */
  readonly stopAlarms: readonly string[];
  /** `skip`: an action without a target is left out; `fail`: the experiment is not begun. */
  readonly emptyTargetResolutionMode: "fail" | "skip";
}

/** Where templates are made for: one region of an environment. */
export interface FisPlace {
  /** What everything that may be hit carries as its tag `environment`. */
  readonly environment: string;
  readonly region: string;
  /** The other regions of the environment. */
  readonly others: readonly string[];
  /** Of the region: the first one is the one that loses its power. */
  readonly zones: readonly string[];
  /** Name of the region's EKS cluster. */
  readonly cluster: string;
  /** Namespace of the workloads there. */
  readonly namespace: string;
  /** Service account there that FIS' own pod runs as. */
  readonly account: string;
  readonly stopAlarms: readonly string[];
}

/** The documents of a region: data, so that components know of no experiment. */
export type FisDocuments = (place: FisPlace) => readonly FisTemplate[];
