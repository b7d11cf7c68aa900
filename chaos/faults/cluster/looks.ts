// The looks that a stack publishes at a workload, as its consumers have them: its service's own, then its region's edge, else the entry.
import type { Expectation, Observation } from "../../../model/fault/observation.ts";
import type { Outputs, WorkloadOutput } from "../../../model/outputs.ts";
import { seconds, type Seconds } from "../../../model/units.ts";
import { expectation } from "../../expectations.ts";

interface Look {
  readonly name: string;
  readonly observe: Observation;
}

/** An answer that takes longer than this is not its usual one, however far the cluster is, ms. */
const usualMilliseconds = 1_000;
/** Less cannot be told from the network between here and the cluster, ms. */
export const noticeableMilliseconds = 20;

export function looksAt(outputs: Outputs, { service, region }: Pick<WorkloadOutput, "service" | "region">): readonly Look[] {
  const own = outputs.services.flatMap((row): Look[] =>
    row.ready !== undefined && row.service === service && (region === undefined || row.region === region)
      ? [{ name: row.id, observe: row.ready }]
      : [],
  );
  const near = [...own, ...edgesOf(outputs, region)];
  return near.length > 0 ? near : outputs.probes.map(probeLook);
}

/** Probes of the region's own edge. */
export function edgesOf(outputs: Outputs, region: string | undefined): readonly Look[] {
  const endpoint = outputs.regions.find(({ name }) => name === region)?.endpoint;
  if (endpoint === undefined) return [];
  return outputs.probes.filter(({ observe }) => "url" in observe && new URL(observe.url).origin === new URL(endpoint).origin).map(probeLook);
}

const probeLook = ({ id, observe }: Outputs["probes"][number]): Look => ({ name: id, observe });

/** Waits so much longer than usual: a slow answer is no missing one. */
const waiting = (observe: Observation, longer: Seconds): Observation =>
  "timeout" in observe ? { ...observe, timeout: seconds(observe.timeout + longer) } : observe;

export const slower = (looks: readonly Look[], byMilliseconds: number, longer: Seconds = seconds(0)): Expectation[] =>
  looks
    .filter(({ observe }) => hasTime(observe))
    .map(({ name, observe }) =>
      expectation(`${name} answers at least ${Math.round(byMilliseconds)} ms later`, waiting(observe, longer), {
        changed: true,
        atLeast: byMilliseconds,
      }),
    );

export const failing = (looks: readonly Look[]): Expectation[] =>
  looks.map(({ name, observe }) => expectation(`${name} fails`, observe, { is: false }));

export const answering = (looks: readonly Look[]): Expectation[] =>
  looks.map(({ name, observe }) => expectation(`${name} answers`, observe, hasTime(observe) ? { atMost: usualMilliseconds } : {}));

/** Whether an observation's value is how long it took, ms. */
const hasTime = ({ kind }: Observation): boolean => kind === "http" || kind === "tcp" || kind === "redis";
