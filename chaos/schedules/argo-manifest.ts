// The documents that Argo Workflows reads, as far as they are used here, field by field as its CRDs have them.
// Source: argoproj/argo-workflows, manifests/base/crds/full, at the release below.

/** Release whose definitions the manifests are checked against; its module is github.com/argoproj/argo-workflows/v4. */
export const argoRelease = "4.0.5";
export const argoVersion = "argoproj.io/v1alpha1";

type Metadata = { name: string; namespace: string; labels: Record<string, string>; annotations: Record<string, string> };

type Container = {
  image: string;
  imagePullPolicy: "IfNotPresent";
  command: string[];
  args: string[];
  env: { name: string; value: string }[];
  resources: { requests: Record<string, string>; limits: Record<string, string> };
  securityContext: {
    allowPrivilegeEscalation: false;
    readOnlyRootFilesystem: true;
    runAsNonRoot: true;
    capabilities: { drop: ["ALL"] };
    seccompProfile: { type: "RuntimeDefault" };
  };
  volumeMounts: { name: string; mountPath: string; readOnly?: true }[];
};

export type WorkflowSpec = {
  entrypoint: string;
  serviceAccountName: string;
  /** Of the whole workflow, waiting included. */
  activeDeadlineSeconds: number;
  /** One run on a stack at a time, whichever schedule it is of. */
  synchronization: { mutexes: { name: string }[] };
  podGC: { strategy: "OnWorkflowSuccess" };
  ttlStrategy: { secondsAfterCompletion: number };
  /** JSON of what is changed in each pod. */
  podSpecPatch: string;
  securityContext: { runAsNonRoot: true; runAsUser: number; fsGroup: number; seccompProfile: { type: "RuntimeDefault" } };
  volumes: ({ name: string; configMap: { name: string } } | { name: string; emptyDir: { sizeLimit: string } })[];
  templates: { name: string; retryStrategy: { limit: 0 }; container: Container }[];
};

export type Workflow = { apiVersion: typeof argoVersion; kind: "Workflow"; metadata: Metadata; spec: WorkflowSpec };

export type CronWorkflow = {
  apiVersion: typeof argoVersion;
  kind: "CronWorkflow";
  metadata: Metadata;
  spec: {
    schedules: string[];
    timezone: string;
    concurrencyPolicy: "Forbid";
    startingDeadlineSeconds: number;
    successfulJobsHistoryLimit: number;
    failedJobsHistoryLimit: number;
    suspend: boolean;
    workflowSpec: WorkflowSpec;
  };
};
