// CPU, memory and disk taken in a cluster: inside the limits of one workload's pods, the first that follows the load.
import type { Outputs, WorkloadOutput } from "../../../model/outputs.ts";
import { mebibytes, percent } from "../../../model/units.ts";
import { unsupported, type RenderContext, type Rendered } from "../../fault-kind.ts";
import type { Experiment } from "../../litmus/experiment.ts";
import type { Parameters, ValuesOf } from "../../litmus/parameter.ts";
import { diskFill } from "../../litmus/pod/disk-fill.ts";
import { podCpuHog } from "../../litmus/pod/pod-cpu-hog.ts";
import { podMemoryHog } from "../../litmus/pod/pod-memory-hog.ts";
import { renderEngines, wholeDuration } from "./engine-fault.ts";
import { answering, looksAt, noticeableMilliseconds, slower } from "./looks.ts";
import { podsNotReady, podsReplaced, podsRestarted } from "./pods.ts";

/** A share of each core is so many busy cores at a share: Litmus knows whole cores, and how busy each is. */
export const renderPodCpu = (cores: number, load: number, context: RenderContext): Rendered =>
  renderStress(
    podCpuHog,
    {
      duration: wholeDuration(context),
      cores: Math.ceil(cores),
      load: percent(Math.max(1, (100 * load * cores) / Math.ceil(cores))),
      podsAffected: percent(100),
    },
    context,
  );

export const renderPodMemory = (megabytes: number, context: RenderContext): Rendered =>
  renderStress(podMemoryHog, { duration: wholeDuration(context), memory: mebibytes(megabytes), podsAffected: percent(100) }, context);

/** More than a pod may have: the kubelet evicts it, which is how it can be seen. Of a pod without a limit Litmus says that it has none. */
const evictingPercent = 110;

export const renderPodDisk = (disk: string | undefined, context: RenderContext): Rendered =>
  disk === undefined
    ? renderStress(diskFill, { duration: wholeDuration(context), filled: evictingPercent, podsAffected: percent(0) }, context)
    : unsupported(`the stack publishes no disk ${disk}; on a cluster the disk is that of the pods of a workload, and has no name`);

function renderStress<P extends Parameters>(experiment: Experiment<P>, values: ValuesOf<P>, context: RenderContext): Rendered {
  const { outputs } = context;
  const workload = stressed(outputs);
  if (workload === undefined) return unsupported("the stack publishes no workload");
  const looks = looksAt(outputs, workload);
  return renderEngines(
    [workload],
    {
      experiment,
      values: () => values,
      effect: [
        ...slower(looks, noticeableMilliseconds),
        podsNotReady(outputs, workload),
        podsRestarted(outputs, workload),
        podsReplaced(outputs, workload),
      ],
      healed: answering(looks),
    },
    context,
  );
}

const stressed = ({ workloads }: Outputs): WorkloadOutput | undefined => workloads.find(({ scaled }) => scaled) ?? workloads[0];
