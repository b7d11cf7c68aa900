// What faults by Litmus share: an engine for each workload that is hit, made, waited for and stopped; healed when pods are ready and nothing of Litmus is left.
import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { Step } from "../../../model/fault/fault-script.ts";
import type { ClusterHandle, Expectation } from "../../../model/fault/observation.ts";
import type { ClusterOutput, Outputs, WorkloadOutput } from "../../../model/outputs.ts";
import { seconds, type Seconds } from "../../../model/units.ts";
import { expectation } from "../../expectations.ts";
import { rendered, unsupported, type RenderContext, type Rendered } from "../../fault-kind.ts";
import type { Experiment } from "../../litmus/experiment.ts";
import type { Parameters, ValuesOf } from "../../litmus/parameter.ts";
import { renderExperiment, statusCheck, terminationSeconds, type EngineTarget } from "../../litmus/render.ts";
import { podsReady } from "./pods.ts";
import { soleLabel } from "./sole-label.ts";

/** For runner and job to be scheduled and their images to come, s. */
const startSeconds = 120;
const settleSeconds = startSeconds + statusCheck.timeout;
const stopSeconds = 2 * terminationSeconds;

export interface EngineFault<P extends Parameters> {
  readonly experiment: Experiment<P>;
  readonly values: (workload: WorkloadOutput) => ValuesOf<P>;
  /** At least one holds while the fault is in. */
  readonly effect: readonly Expectation[];
  /** Beside the pods' readiness and Litmus' leftovers. */
  readonly healed?: readonly Expectation[];
  /** Instead of the one label that tells the workload's pods from all others. */
  readonly label?: (workload: WorkloadOutput) => readonly [string, string];
}

interface Engine {
  readonly workload: WorkloadOutput;
  readonly cluster: ClusterHandle;
  readonly namespace: string;
  readonly name: string;
  readonly manifests: Pick<Extract<Step, { kind: "engine-start" }>, "experiment" | "engine">;
}

export function renderEngines<P extends Parameters>(workloads: readonly WorkloadOutput[], fault: EngineFault<P>, context: RenderContext): Rendered {
  if (fault.effect.length === 0)
    return unsupported(
      `nothing that the stack publishes looks at ${workloads.map(({ id }) => id).join(", ")}, so no effect could be seen by a consumer`,
    );
  const engines: Engine[] = [];
  for (const workload of workloads) {
    const cluster = clusterOf(context.outputs, workload);
    if (cluster === undefined)
      return unsupported(`the workload ${workload.id} is on the cluster ${workload.cluster}, which the stack does not publish`);
    const label = fault.label?.(workload) ?? soleLabel(context.outputs, workload);
    if (label === undefined)
      return unsupported(
        `no single label tells the pods of ${workload.id} from those of others in ${workload.namespace}, and Litmus takes the pods that have any of several`,
      );
    engines.push(engineOf(workload, cluster, label, fault, context));
  }
  return rendered(scriptOf(engines, fault, context));
}

/** Seconds that Litmus is told, which knows whole ones only. */
export const wholeDuration = ({ duration }: RenderContext): Seconds => seconds(Math.max(1, Math.ceil(duration)));

const clusterOf = ({ clusters }: Outputs, workload: WorkloadOutput): ClusterOutput | undefined => clusters.find(({ id }) => id === workload.cluster);
export const handleOf = ({ kubeconfig, context }: ClusterOutput): ClusterHandle => ({ kubeconfig, context });

function engineOf<P extends Parameters>(
  workload: WorkloadOutput,
  cluster: ClusterOutput,
  label: readonly [string, string],
  { experiment, values }: EngineFault<P>,
  { id, folder }: RenderContext,
): Engine {
  const name = `gameday-${id.slice(0, 30).replace(/-+$/, "")}-${hash([basename(folder), id, workload.id])}`;
  const target: EngineTarget = {
    engine: name,
    namespace: cluster.chaosNamespace,
    account: cluster.chaosAccount,
    application: { namespace: workload.namespace, kind: workload.kind, label },
    labels: { "gameday/run": labelValue(basename(folder)), "gameday/fault": labelValue(id) },
  };
  return {
    workload,
    cluster: handleOf(cluster),
    namespace: cluster.chaosNamespace,
    name,
    manifests: renderExperiment(experiment, target, values(workload)),
  };
}

function scriptOf<P extends Parameters>(engines: readonly Engine[], { experiment, effect, healed = [] }: EngineFault<P>, { outputs }: RenderContext) {
  const regions = new Set(engines.map(({ workload }) => workload.region));
  const [region] = regions;
  return {
    engine: "litmus" as const,
    targets: engines.map(({ workload }) => workload.id),
    ...(regions.size === 1 && region !== undefined ? { region } : {}),
    inject: engines.map(({ cluster, namespace, manifests }): Step => ({ kind: "engine-start", cluster, namespace, ...manifests })),
    settle: engines.map(({ cluster, namespace, name }): Step => ({
      kind: "engine-settled",
      cluster,
      namespace,
      engine: name,
      experiment: experiment.name,
      limit: settleSeconds,
    })),
    verdict: engines.map(({ cluster, namespace, name, workload }) =>
      expectation(`Litmus says Pass of ${experiment.name} at ${workload.id}`, {
        kind: "chaos-result",
        cluster,
        namespace,
        engine: name,
        experiment: experiment.name,
      }),
    ),
    undo: engines.map(({ cluster, namespace, name }): Step => ({ kind: "engine-stop", cluster, namespace, engine: name, limit: stopSeconds })),
    effect: [...effect],
    healed: [
      ...engines.map(({ workload }) => podsReady(outputs, workload)),
      ...engines.map(({ cluster, namespace, name, workload }) =>
        expectation(`Litmus has left nothing at ${workload.id}`, {
          kind: "chaos-leftovers",
          cluster,
          namespace,
          engine: name,
          target: workload.namespace,
        }),
      ),
      ...healed,
    ],
  };
}

/** Eight letters: engines of other runs, faults and workloads have other names. */
const hash = (parts: readonly string[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 8);

/** What a label's value may be: 63 characters, letters and digits at both ends. */
const labelValue = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9_.-]/g, "-")
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
