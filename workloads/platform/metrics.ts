// Prometheus metrics of a process: one registry, every series labelled with the region.
import { Counter, Gauge, Histogram, Registry } from "prom-client";

/** Upper bounds in seconds, fine around the limits that gates compare with. */
const buckets = [
  0.000_25, 0.000_5, 0.000_75, 0.001, 0.001_5, 0.002, 0.003, 0.004, 0.005, 0.006, 0.008, 0.01, 0.012_5, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.06,
  0.08, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 7.5, 10,
];

export class Metrics {
  readonly registry = new Registry();

  constructor(region: string, service: string) {
    this.registry.setDefaultLabels({ region, service });
    this.gauge("process_cpu_seconds", "processor time used so far", () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1_000_000;
    });
    this.gauge("process_resident_memory_bytes", "memory in use", () => process.memoryUsage.rss());
  }

  histogram<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Histogram<Label> {
    return new Histogram({ name, help, labelNames: [...labelNames], buckets, registers: [this.registry] });
  }

  counter<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []): Counter<Label> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  /** A gauge that is read when somebody asks for it. */
  gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}

/** Seconds since `start`, which came from performance.now(). */
export const secondsSince = (start: number): number => (performance.now() - start) / 1_000;
