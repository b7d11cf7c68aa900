// From a schedule, or a plan alone, to what Argo Workflows runs: our image with `gameday run`, one run on a stack at a time, never repeated by itself.
import { argoVersion, type CronWorkflow, type Workflow, type WorkflowSpec } from "./argo-manifest.ts";
import type { Schedule } from "./schedules.ts";

export interface ArgoPlace {
  readonly namespace: string;
  /** May read and hold what a run needs in the clusters that the outputs name. */
  readonly account: string;
  /** With gameday in it, by its digest. */
  readonly image: string;
  /** ConfigMap of that namespace whose key `outputs.json` is the stack's outputs. */
  readonly outputs: string;
}

/** What a cluster of this project is given where nothing else is said. */
export const usualPlace = (stack: string, image: string): ArgoPlace => ({
  namespace: "litmus",
  account: "gameday-runs",
  image,
  outputs: `gameday-outputs-${stack}`,
});

/** Seconds from the wish to end a run until its pod is killed: to heal every fault and to see that it is healed. */
const healingSeconds = 600;
const keptSeconds = 7 * 24 * 3_600;
const user = 1_000;

export function cronWorkflowOf(schedule: Schedule, place: ArgoPlace): CronWorkflow {
  const { name, plan, stack, cron, timeZone, startingDeadlineMinutes, deadlineMinutes, automatic, title, why } = schedule;
  return {
    apiVersion: argoVersion,
    kind: "CronWorkflow",
    metadata: metadataOf(name, place.namespace, plan, stack, `${title}. ${why}`),
    spec: {
      schedules: [cron],
      timezone: timeZone,
      concurrencyPolicy: "Forbid",
      startingDeadlineSeconds: startingDeadlineMinutes * 60,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 10,
      suspend: !automatic,
      workflowSpec: specOf(plan, stack, deadlineMinutes * 60, place),
    },
  };
}

/** One run, now. `seconds`: how long the plan may take at most, recoveries included. */
export function workflowOf(plan: string, stack: string, seconds: number, place: ArgoPlace): Workflow {
  return {
    apiVersion: argoVersion,
    kind: "Workflow",
    metadata: metadataOf(plan, place.namespace, plan, stack, `The plan ${plan} on ${stack}, once.`),
    spec: specOf(plan, stack, Math.ceil(seconds) + healingSeconds, place),
  };
}

const metadataOf = (name: string, namespace: string, plan: string, stack: string, description: string) => ({
  name: `gameday-${name}`,
  namespace,
  labels: { "app.kubernetes.io/part-of": "gameday", "gameday/plan": plan, "gameday/stack": stack },
  annotations: { "workflows.argoproj.io/description": description },
});

function specOf(plan: string, stack: string, seconds: number, { account, image, outputs }: ArgoPlace): WorkflowSpec {
  return {
    entrypoint: "run",
    serviceAccountName: account,
    activeDeadlineSeconds: seconds,
    synchronization: { mutexes: [{ name: `gameday-${stack}` }] },
    podGC: { strategy: "OnWorkflowSuccess" },
    ttlStrategy: { secondsAfterCompletion: keptSeconds },
    podSpecPatch: JSON.stringify({ terminationGracePeriodSeconds: healingSeconds }),
    securityContext: { runAsNonRoot: true, runAsUser: user, fsGroup: user, seccompProfile: { type: "RuntimeDefault" } },
    volumes: [
      { name: "outputs", configMap: { name: outputs } },
      { name: "runs", emptyDir: { sizeLimit: "2Gi" } },
    ],
    templates: [
      {
        name: "run",
        // What a fault did once is not what it does twice: a run that failed is looked at.
        retryStrategy: { limit: 0 },
        container: {
          image,
          imagePullPolicy: "IfNotPresent",
          command: ["node", "gameday.mjs"],
          args: ["run", plan, "--stack", "/etc/gameday/outputs.json"],
          env: [
            { name: "GAMEDAY_HOME", value: "/var/lib/gameday" },
            { name: "NO_COLOR", value: "1" },
          ],
          resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { cpu: "1", memory: "1Gi" } },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            capabilities: { drop: ["ALL"] },
            seccompProfile: { type: "RuntimeDefault" },
          },
          volumeMounts: [
            { name: "outputs", mountPath: "/etc/gameday", readOnly: true },
            { name: "runs", mountPath: "/var/lib/gameday" },
          ],
        },
      },
    ],
  };
}
