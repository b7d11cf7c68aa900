// Puts the controller's ports together from the adapters.
import { basename } from "node:path";
import { createK6Load } from "../adapters/k6/k6-load.ts";
import { loadCluster } from "../adapters/k6-operator/examine.ts";
import { createOperatorLoad } from "../adapters/k6-operator/operator-load.ts";
import { realClock } from "../adapters/machine/clock.ts";
import { createMachine } from "../adapters/machine/resources.ts";
import { createExpecting } from "../adapters/observe/create-expecting.ts";
import { createFacts } from "../adapters/observe/create-facts.ts";
import { createObserver } from "../adapters/observe/create-observer.ts";
import { createStackControl } from "../adapters/stack/control.ts";
import { createIntegrity } from "../adapters/stack/integrity.ts";
import { createMetrics } from "../adapters/stack/metrics.ts";
import { createSteps } from "../adapters/steps/create-steps.ts";
import type { K6Program } from "../adapters/k6/process.ts";
import type { Ports } from "../controller/context.ts";
import type { Outputs } from "../../model/outputs.ts";

export interface PortOptions {
  readonly outputs: Outputs;
  /** The run's folder. */
  readonly folder: string;
  readonly seed: number;
  readonly k6: K6Program;
}

/** What only looks, and changes nothing. */
export function createLooking(outputs: Outputs): Pick<Ports, "observer" | "expecting" | "facts"> {
  const observer = createObserver();
  return { observer, expecting: createExpecting(observer), facts: createFacts(outputs, observer) };
}

export function createPorts({ outputs, folder, seed, k6 }: PortOptions): Omit<Ports, "guardian" | "interlock"> {
  const run = basename(folder);
  const cluster = loadCluster(outputs);
  return {
    ...createLooking(outputs),
    clock: realClock,
    // Where no cluster has a Prometheus to send figures to, load comes from here, over the stack's entry.
    load:
      cluster === null
        ? createK6Load({ k6, folder, outputs, seed, clock: realClock })
        : createOperatorLoad({ folder, outputs, cluster, seed, clock: realClock }),
    steps: createSteps(run),
    metrics: createMetrics(outputs, realClock),
    integrity: createIntegrity(outputs, realClock),
    stack: createStackControl(outputs, run),
    machine: createMachine(folder, outputs),
  };
}
