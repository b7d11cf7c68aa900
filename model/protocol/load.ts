// Between the controller and the load generator's programs: what k6 is told, and what it tells back.

/** The k6 programs of loadtests/scenarios. */
export const loadScenarios = ["get", "mixed", "consensus", "read-heavy", "queue"] as const;

/** Environment of a k6 program, read in one place (loadtests/environment.ts). */
export const loadEnvironment = {
  entry: "GAMEDAY_ENTRY",
  phase: "GAMEDAY_PHASE",
  seed: "GAMEDAY_SEED",
  apiKey: "GAMEDAY_API_KEY",
  paths: "GAMEDAY_PATHS",
  runId: "GAMEDAY_RUN",
  /** JSON of a k6 scenario's executor settings: stages or rate, pre-allocated and maximum VUs. */
  schedule: "GAMEDAY_SCHEDULE",
} as const;

/** Metrics of ours beside k6's own; counters unless said otherwise. */
export const loadMetrics = {
  /** One per request by what became of it: tag `outcome` = ok, shed, error. */
  answers: "gameday_answers",
  /** One per iteration, at its start. */
  started: "gameday_started",
  /** Gauge: unix ms at which the schedule began. */
  began: "gameday_began",
  /** Trend, ms, of requests that were answered as they should (outcome ok). */
  duration: "gameday_duration",
} as const;

/** Lines that a program writes to the console file: `accepted <id> <unix ms>` once the system has answered 201 for a write. */
export const acceptedLine = /^accepted (\S+) (\d+)$/;
