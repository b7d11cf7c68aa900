// The documents that Litmus reads, field by field as its CRDs have them. Type aliases and mutable lists, so that they are JSON to the type checker too.
// Source: litmuschaos/chaos-operator, api/litmuschaos/v1alpha1, and the CRDs of the release in release.ts.
import type { apiVersion } from "./release.ts";

type Metadata = { name: string; namespace: string; labels: Record<string, string> };
export type EnvironmentVariable = { name: string; value: string };

/** As Kubernetes' RBAC has it. */
export type PolicyRule = { apiGroups: string[]; resources: string[]; verbs: string[] };

export type ChaosExperiment = {
  apiVersion: typeof apiVersion;
  kind: "ChaosExperiment";
  metadata: Metadata;
  description: { message: string };
  spec: {
    definition: {
      scope: "Namespaced" | "Cluster";
      permissions: PolicyRule[];
      image: string;
      imagePullPolicy: "Always" | "IfNotPresent" | "Never";
      command: string[];
      args: string[];
      env: EnvironmentVariable[];
      labels: Record<string, string>;
      secrets?: { name: string; mountPath: string }[];
    };
  };
};

/** How often and how long a probe looks. Durations are text with their unit: "5s", "500ms". */
export type RunProperties = {
  probeTimeout: string;
  interval: string;
  attempt?: number;
  retry?: number;
  probePollingInterval?: string;
  initialDelay?: string;
  evaluationTimeout?: string;
  verbosity?: string;
  stopOnFailure?: boolean;
};

export type ProbeMode = "SOT" | "EOT" | "Edge" | "Continuous" | "OnChaos";
type Common = { name: string; mode: ProbeMode; runProperties: RunProperties };
type Comparator<T extends string = "int" | "float" | "string"> = { type: T; criteria: string; value: string };

export type HttpProbe = Common & {
  type: "httpProbe";
  "httpProbe/inputs": {
    url: string;
    insecureSkipVerify?: boolean;
    method:
      | { get: { criteria: string; responseCode: string } }
      | { post: { criteria: string; responseCode: string; contentType?: string; body?: string; bodyPath?: string } };
  };
};

export type CommandProbe = Common & {
  type: "cmdProbe";
  "cmdProbe/inputs": {
    command: string;
    comparator: Comparator;
    /** Absent: the command runs in the experiment's own pod. */
    source?: {
      image: string;
      command?: string[];
      args?: string[];
      env?: EnvironmentVariable[];
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
      imagePullPolicy?: "Always" | "IfNotPresent" | "Never";
      hostNetwork?: boolean;
      inheritInputs?: boolean;
      privileged?: boolean;
      nodeSelector?: Record<string, string>;
    };
  };
};

export type KubernetesProbe = Common & {
  type: "k8sProbe";
  "k8sProbe/inputs": {
    group?: string;
    version: string;
    /** The plural: "pods". */
    resource: string;
    /** Names with commas between. */
    resourceNames?: string;
    namespace?: string;
    fieldSelector?: string;
    labelSelector?: string;
    operation: "present" | "absent" | "create" | "delete";
  };
  /** The manifest, for `create`. */
  data?: string;
};

export type PrometheusProbe = Common & {
  type: "promProbe";
  /** The comparator has no type: both sides are compared as floats. */
  "promProbe/inputs": { endpoint: string; query?: string; queryPath?: string; comparator: { criteria: string; value: string } };
};

/** The CRD has it, the release's experiments refuse it ("probe type not supported"): it needs Harness' own platform. Not in the library for that. */
export type SloProbe = Common & {
  type: "sloProbe";
  "sloProbe/inputs": {
    platformEndpoint: string;
    sloIdentifier: string;
    insecureSkipVerify?: boolean;
    /** Unix seconds. */
    evaluationWindow?: { evaluationStartTime: number; evaluationEndTime: number };
    sloSourceMetadata: { apiTokenSecret: string; scope: { accountIdentifier: string; orgIdentifier: string; projectIdentifier: string } };
    comparator: Comparator;
  };
};

export type ProbeManifest = HttpProbe | CommandProbe | KubernetesProbe | PrometheusProbe | SloProbe;

export type ChaosEngine = {
  apiVersion: typeof apiVersion;
  kind: "ChaosEngine";
  metadata: Metadata;
  spec: {
    engineState: "active" | "stop";
    /** Absent: nothing is chosen by labels; nodes and clouds are named by parameters. */
    appinfo?: { appns: string; applabel: string; appkind: "deployment" | "statefulset" | "daemonset" };
    /** Other applications that must be whole before and after: "namespace:label=value", with commas between. */
    auxiliaryAppInfo?: string;
    chaosServiceAccount: string;
    defaultHealthCheck: boolean;
    jobCleanUpPolicy: "delete" | "retain";
    terminationGracePeriodSeconds: number;
    components: { runner: { imagePullPolicy: "Always" | "IfNotPresent" | "Never"; runnerLabels: Record<string, string> } };
    experiments: {
      name: string;
      spec: {
        probe?: ProbeManifest[];
        components: {
          env: EnvironmentVariable[];
          statusCheckTimeouts: { delay: number; timeout: number };
          nodeSelector?: Record<string, string>;
          experimentAnnotations?: Record<string, string>;
          resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
        };
      };
    }[];
  };
};
