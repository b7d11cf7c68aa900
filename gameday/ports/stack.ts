// What else the controller asks of a stack and of this machine.

/** One histogram, counter or gauge series of a service, at a moment. Bucket bounds in seconds. */
export interface MetricSeries {
  readonly metric: string;
  readonly kind: "histogram" | "counter" | "gauge";
  readonly source: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The counter's or gauge's value; a histogram's count. */
  readonly value: number;
  /** Histograms: upper bound → cumulative count, ascending, last is Infinity. */
  readonly buckets?: readonly (readonly [number, number])[];
}

export interface MetricSnapshot {
  readonly at: number;
  readonly series: readonly MetricSeries[];
}

export interface MetricsPort {
  /** Reads every service that publishes metrics; one that does not answer within 2 s is left out. */
  snapshot(): Promise<MetricSnapshot>;
}

export interface IntegrityReport {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly unaccounted: readonly string[];
}

export interface IntegrityPort {
  /** Looks the ids up where the system stores them. Rejects when they cannot be read within 30 s. */
  check(ids: readonly string[]): Promise<IntegrityReport>;
}

export interface DrillReport {
  readonly rows: number;
  readonly unequal: number;
  readonly seconds: number;
}

export interface StackPort {
  /** Asks for so many workload replicas in all regions together; resolves with those that are ready. */
  scale(instances: number): Promise<number>;
  restoreDrill(): Promise<DrillReport>;
  /** Before the run's end is written: the size that the stack had, and nothing of the run left. A sentence for each thing that is; never rejects. */
  settle(): Promise<readonly string[]>;
  /** Ends a restore drill that is under way. */
  close(): Promise<void>;
}

export interface Resources {
  readonly cpuCores: number;
  readonly memoryMegabytes: number;
  readonly diskMegabytes: number;
}

export interface MachinePort {
  resources(): Promise<Resources>;
  /** Core-seconds, counted up since the machine's start, that programs of neither the run nor the stack have used; the difference of two calls counts. */
  othersCpuSeconds(): Promise<number>;
}

export interface GuardianPort {
  /** Starts the guardian and resolves with its pid once it watches this run. */
  start(): Promise<number>;
}
