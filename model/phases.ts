// The seven phases of the stress cycle at full size: the one table of SPEC's figures.

export const phaseNames = ["idle", "baseline", "light", "medium", "heavy", "extreme", "chaos"] as const;
export type PhaseName = (typeof phaseNames)[number];

export interface FullSizePhase {
  readonly name: PhaseName;
  readonly title: string;
  /** Length in minutes; Chaos is variable, the figure is the shipped plan's. */
  readonly minutes: number;
  readonly requestsPerSecond: number;
  readonly connections: number;
  readonly cpuPercent: readonly [number, number] | null;
  readonly memoryPercent: readonly [number, number] | null;
  /** Workload replicas in all regions together. */
  readonly instances: number;
  readonly cores: number;
  readonly memoryGB: number;
  readonly networkGbps: number;
  readonly storageTB: number;
}

/** Source: the stress-cycle and resource-scaling tables of the test environment's design (see docs/phases.md). Chaos runs at Medium's rate. */
export const fullSizePhases = {
  idle: {
    name: "idle",
    title: "Idle",
    minutes: 5,
    requestsPerSecond: 0,
    connections: 0,
    cpuPercent: [0, 5],
    memoryPercent: [0, 10],
    instances: 3,
    cores: 4,
    memoryGB: 16,
    networkGbps: 1,
    storageTB: 0.1,
  },
  baseline: {
    name: "baseline",
    title: "Baseline",
    minutes: 15,
    requestsPerSecond: 100,
    connections: 50,
    cpuPercent: [10, 20],
    memoryPercent: [20, 30],
    instances: 5,
    cores: 8,
    memoryGB: 32,
    networkGbps: 5,
    storageTB: 0.5,
  },
  light: {
    name: "light",
    title: "Light",
    minutes: 20,
    requestsPerSecond: 1_000,
    connections: 500,
    cpuPercent: [30, 40],
    memoryPercent: [40, 50],
    instances: 10,
    cores: 16,
    memoryGB: 64,
    networkGbps: 10,
    storageTB: 1,
  },
  medium: {
    name: "medium",
    title: "Medium",
    minutes: 30,
    requestsPerSecond: 5_000,
    connections: 2_500,
    cpuPercent: [50, 60],
    memoryPercent: [60, 70],
    instances: 20,
    cores: 32,
    memoryGB: 128,
    networkGbps: 25,
    storageTB: 2,
  },
  heavy: {
    name: "heavy",
    title: "Heavy",
    minutes: 30,
    requestsPerSecond: 10_000,
    connections: 5_000,
    cpuPercent: [70, 80],
    memoryPercent: [75, 85],
    instances: 40,
    cores: 64,
    memoryGB: 256,
    networkGbps: 50,
    storageTB: 5,
  },
  extreme: {
    name: "extreme",
    title: "Extreme",
    minutes: 20,
    requestsPerSecond: 50_000,
    connections: 10_000,
    cpuPercent: [85, 95],
    memoryPercent: [85, 95],
    instances: 80,
    cores: 128,
    memoryGB: 512,
    networkGbps: 100,
    storageTB: 10,
  },
  chaos: {
    name: "chaos",
    title: "Chaos",
    minutes: 30,
    requestsPerSecond: 5_000,
    connections: 2_500,
    cpuPercent: null,
    memoryPercent: null,
    instances: 160,
    cores: 256,
    memoryGB: 1_024,
    networkGbps: 200,
    storageTB: 20,
  },
} as const satisfies Record<PhaseName, FullSizePhase>;
