// What faults on links come down to on a cluster: something done to all that a workload's pods send back.
import type { LinkSelector } from "../../../model/fault/fault.ts";
import type { Expectation } from "../../../model/fault/observation.ts";
import type { WorkloadOutput } from "../../../model/outputs.ts";
import { milliseconds, percent, seconds, type Seconds } from "../../../model/units.ts";
import { unsupported, type RenderContext, type Rendered } from "../../fault-kind.ts";
import type { Experiment } from "../../litmus/experiment.ts";
import { podHttpResetPeer } from "../../litmus/http/pod-http-reset-peer.ts";
import { podNetworkLatency } from "../../litmus/network/pod-network-latency.ts";
import { podNetworkLoss } from "../../litmus/network/pod-network-loss.ts";
import { podNetworkRateLimit } from "../../litmus/network/pod-network-rate-limit.ts";
import type { Parameters, ValuesOf } from "../../litmus/parameter.ts";
import { selectCalledWorkloads } from "../../select.ts";
import { renderEngines, wholeDuration } from "./engine-fault.ts";
import { answering, failing, looksAt, noticeableMilliseconds, slower } from "./looks.ts";
import { podsNotReady } from "./pods.ts";

interface LinkFault<P extends Parameters> {
  readonly experiment: Experiment<P>;
  readonly values: (workload: WorkloadOutput) => ValuesOf<P>;
  readonly effect: (looks: ReturnType<typeof looksAt>) => Expectation[];
  /** True: the kubelet's own questions fail as well. */
  readonly unready?: boolean;
}

const allPods = percent(100);

export function renderPodLatency(link: LinkSelector, latency: Seconds, jitter: Seconds, context: RenderContext): Rendered {
  const least = jitter === 0 ? latency * 800 : Math.max(latency - jitter, latency / 2) * 800;
  return renderLink(
    link,
    {
      experiment: podNetworkLatency,
      values: () => ({
        duration: wholeDuration(context),
        latency: milliseconds(latency * 1_000),
        jitter: milliseconds(jitter * 1_000),
        podsAffected: allPods,
      }),
      effect: (looks) => slower(looks, least, seconds(latency + jitter)),
    },
    context,
  );
}

export const renderPodBandwidth = (link: LinkSelector, kilobytesPerSecond: number, context: RenderContext): Rendered =>
  renderLink(
    link,
    {
      experiment: podNetworkRateLimit,
      // A burst of one packet: with more of it the look's small answer would pass at once.
      values: () => ({ duration: wholeDuration(context), bandwidth: 8 * kilobytesPerSecond, burst: 2, podsAffected: allPods }),
      effect: (looks) => slower(looks, noticeableMilliseconds),
    },
    context,
  );

export const renderPodStall = (link: LinkSelector, context: RenderContext): Rendered =>
  renderLink(
    link,
    {
      experiment: podNetworkLoss,
      values: () => ({ duration: wholeDuration(context), loss: percent(100), podsAffected: allPods }),
      effect: failing,
      unready: true,
    },
    context,
  );

export function renderPodReset(link: LinkSelector, context: RenderContext): Rendered {
  const selected = selectCalledWorkloads(context.outputs, link);
  const blind = selected.found ? selected.items.find(({ port }) => port === undefined) : undefined;
  if (blind !== undefined) return unsupported(`the workload ${blind.id} publishes no port of HTTP, so no connection to it can be reset`);
  return renderLink(
    link,
    {
      experiment: podHttpResetPeer,
      values: ({ port = 80 }) => ({
        duration: wholeDuration(context),
        servicePort: port,
        resetAfter: milliseconds(0),
        affected: percent(100),
        podsAffected: allPods,
      }),
      effect: failing,
      unready: true,
    },
    context,
  );
}

function renderLink<P extends Parameters>(
  link: LinkSelector,
  { experiment, values, effect, unready = false }: LinkFault<P>,
  context: RenderContext,
): Rendered {
  const selected = selectCalledWorkloads(context.outputs, link);
  if (!selected.found) return unsupported(selected.reason);
  const looks = distinct(selected.items.flatMap((workload) => looksAt(context.outputs, workload)));
  const seen = [...effect(looks), ...(unready ? selected.items.map((workload) => podsNotReady(context.outputs, workload)) : [])];
  return renderEngines(selected.items, { experiment, values, effect: seen, healed: answering(looks) }, context);
}

const distinct = (looks: ReturnType<typeof looksAt>): ReturnType<typeof looksAt> => [...new Map(looks.map((look) => [look.name, look])).values()];
