// The cores that runners use, where the cluster's Prometheus knows them (cAdvisor's figures, scraped every 15 to 30 s); else none.
import type { Clock } from "../../ports/clock.ts";
import type { Prometheus } from "./prometheus.ts";
import { runnerContainer } from "./runner-pods.ts";

const everyMilliseconds = 15_000;

export interface RunnerCpu {
  look(): Promise<void>;
  /** Of all runners; 0 where nobody knows. */
  cores(): number;
  mean(): number;
}

export function runnerCpu(prometheus: Prometheus, namespace: string, testRun: string, clock: Clock): RunnerCpu {
  const query = `sum(rate(container_cpu_usage_seconds_total{namespace="${namespace}",pod=~"${testRun}-[0-9]+-.*",container="${runnerContainer}"}[1m]))`;
  const readings: number[] = [];
  let next = clock.now() + everyMilliseconds;
  return {
    async look() {
      if (clock.now() < next) return;
      next = clock.now() + everyMilliseconds;
      const cores = await prometheus.number(query).catch(() => null);
      if (cores !== null) readings.push(cores);
    },
    cores: () => readings.at(-1) ?? 0,
    mean: () => readings.reduce((sum, cores) => sum + cores, 0) / Math.max(1, readings.length),
  };
}
