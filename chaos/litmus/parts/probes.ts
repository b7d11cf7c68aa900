// Steady-state probes as they are built here: what is looked at, when, and how often. Litmus looks by itself, beside the controller's own gates.
import { seconds, type Seconds } from "../../../model/units.ts";
import type { CommandProbe, HttpProbe, KubernetesProbe, ProbeMode, PrometheusProbe, RunProperties } from "../manifest.ts";

interface When {
  /** SOT before, EOT after, Edge both, Continuous all along, OnChaos while the fault is in. */
  readonly mode: ProbeMode;
  /** From one look to the next. */
  readonly every?: Seconds;
  /** Looks that may fail in a row before the probe has failed. */
  readonly attempts?: number;
  readonly timeout?: Seconds;
  readonly initialDelay?: Seconds;
  readonly stopOnFailure?: boolean;
}

/** "5s", as Go's durations are written. */
export const inSeconds = (value: Seconds): string => `${value}s`;

const properties = ({ mode, every = seconds(5), attempts = 3, timeout = seconds(5), initialDelay, stopOnFailure }: When): RunProperties => ({
  probeTimeout: inSeconds(timeout),
  interval: inSeconds(every),
  attempt: attempts,
  // What looks along with the fault must be told how long to rest between two looks, or it never rests.
  ...(mode === "Continuous" || mode === "OnChaos" ? { probePollingInterval: inSeconds(every) } : {}),
  ...(initialDelay === undefined ? {} : { initialDelay: inSeconds(initialDelay) }),
  ...(stopOnFailure === undefined ? {} : { stopOnFailure }),
});

/** A GET is answered with this status. */
export const answers = (name: string, url: string, when: When, status = 200): HttpProbe => ({
  name,
  type: "httpProbe",
  mode: when.mode,
  "httpProbe/inputs": { url, method: { get: { criteria: "==", responseCode: String(status) } } },
  runProperties: properties(when),
});

/** A query has a value on this side of the limit. A query without samples fails, and so does one with several. */
export const measures = (
  name: string,
  endpoint: string,
  query: string,
  criteria: "<" | "<=" | ">" | ">=" | "==",
  value: number,
  when: When,
): PrometheusProbe => {
  // Litmus hands it to a shell, between double quotes.
  if (/["`$\\]/.test(query)) throw new RangeError(`a query of Litmus' may have none of " \` $ \\: ${query}`);
  return {
    name,
    type: "promProbe",
    mode: when.mode,
    "promProbe/inputs": { endpoint, query, comparator: { criteria, value: String(value) } },
    runProperties: properties(when),
  };
};

/** Objects that the selector finds are there, or are not. */
export const exist = (name: string, inputs: KubernetesProbe["k8sProbe/inputs"], when: When): KubernetesProbe => ({
  name,
  type: "k8sProbe",
  mode: when.mode,
  "k8sProbe/inputs": inputs,
  runProperties: properties(when),
});

/** A command's output compares so. It runs in the experiment's pod, which has a shell, curl, getent and kubectl. */
export const prints = (name: string, command: string, comparator: CommandProbe["cmdProbe/inputs"]["comparator"], when: When): CommandProbe => ({
  name,
  type: "cmdProbe",
  mode: when.mode,
  "cmdProbe/inputs": { command, comparator },
  runProperties: properties(when),
});
