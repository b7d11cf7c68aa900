// Between the controller and the load generator's programs: what k6 is told, and what it tells back.

/** The k6 programs of loadtests/scenarios. */
export const loadScenarios = ["get", "mixed", "consensus", "read-heavy", "queue"] as const;

/** Of these only `get` asks for nothing to be kept. */
export const hasWrites = (scenario: (typeof loadScenarios)[number]): boolean => scenario !== "get";

/** Environment of a k6 program, read in one place (loadtests/environment.ts). */
export const loadEnvironment = {
  entry: "GAMEDAY_ENTRY",
  phase: "GAMEDAY_PHASE",
  seed: "GAMEDAY_SEED",
  apiKey: "GAMEDAY_API_KEY",
  paths: "GAMEDAY_PATHS",
  runId: "GAMEDAY_RUN",
  /** JSON of k6's scenarios by name, with their executors' settings: stages or rate, pre-allocated and maximum VUs. */
  scenarios: "GAMEDAY_SCENARIOS",
} as const;

/** Metrics of ours beside k6's own; counters unless said otherwise. */
export const loadMetrics = {
  /** One per request by what became of it: tag `outcome` = ok, shed, error. */
  answers: "gameday_answers",
  /** One per iteration, at its start. */
  started: "gameday_started",
  /** Gauge: unix ms at which the schedule began. */
  began: "gameday_began",
  /** By the heartbeat, ms: what it meant to sleep, and how much later than that it woke. */
  slept: "gameday_heartbeat_slept",
  late: "gameday_heartbeat_late",
  /** Trend, ms, of requests that were answered as they should (outcome ok). */
  duration: "gameday_duration",
} as const;

/** What a program exports beside its default function: a virtual user that only sleeps, and tells how late the generator lets it wake. */
export const heartbeat = "heartbeat";

/** Lines that a program writes to the console file: `accepted <id> <unix ms>` once the system has answered 201 for a write. */
export const acceptedLine = /^accepted (\S+) (\d+)$/;

/** Names by which a load in a cluster and the cluster's own part of it (components/load-platform) know each other. */
export const clusterLoad = {
  /** The ConfigMap that gives generators what the cluster's Prometheus wants of them. */
  environment: "k6-environment",
  /** The nodes that are kept for generators: their label, and what a pod must tolerate to run there. */
  label: { "gameday/pool": "load" },
  taint: { key: "gameday/pool", value: "load", effect: "NoSchedule" },
} as const;
