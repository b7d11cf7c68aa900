// What a load program is told: k6's environment for a schedule. The same on this machine and in a cluster.
import { plannedRate, scheduleSeconds, type Schedule } from "../load-shapes.ts";
import { heartbeat, loadEnvironment } from "./load.ts";

export interface ProgramOrder {
  readonly scenario: string;
  readonly schedule: Schedule;
  /** Of all generators together. */
  readonly virtualUsers: number;
  /** k6 processes that share the schedule; each gets a heartbeat of its own. */
  readonly generators: number;
  readonly entry: string;
  readonly paths: readonly string[];
  readonly seed: number;
}

/** Without the API key, which is a secret. */
export function programEnvironment({
  scenario,
  schedule,
  virtualUsers,
  generators,
  entry,
  paths,
  seed,
}: ProgramOrder): Readonly<Record<string, string>> {
  return {
    [loadEnvironment.entry]: entry,
    [loadEnvironment.paths]: paths.join("\n"),
    [loadEnvironment.seed]: String(seed),
    [loadEnvironment.phase]: scenario,
    [loadEnvironment.scenarios]: JSON.stringify({ load: executorOf(schedule, virtualUsers), heartbeat: heartbeatOf(schedule, generators) }),
  };
}

/** VUs are allotted before the start: allotting them under load costs the rate. The ten are for iterations that are just starting. */
export const virtualUsersOf = ({ start, stages }: Schedule, longestIterationSeconds: number): number =>
  Math.ceil(Math.max(start, ...stages.map(({ target }) => target)) * longestIterationSeconds) + 10;

function heartbeatOf(schedule: Schedule, vus: number): Record<string, unknown> {
  return { executor: "constant-vus", exec: heartbeat, vus, duration: `${Math.round(scheduleSeconds(schedule) * 1_000)}ms`, gracefulStop: "0s" };
}

/** k6 takes whole iterations per time unit: ten seconds as the unit gives tenths of a request per second. */
const unitSeconds = 10;

/** The settings of k6's scenario. */
export function executorOf(schedule: Schedule, allotted: number): Record<string, unknown> {
  const common = { timeUnit: `${unitSeconds}s`, preAllocatedVUs: allotted, maxVUs: allotted, gracefulStop: "6s" };
  const [only, ...more] = schedule.stages;
  if (only !== undefined && more.length === 0 && only.target === schedule.start) {
    return { executor: "constant-arrival-rate", rate: Math.round(schedule.start * unitSeconds), duration: `${only.seconds * 1_000}ms`, ...common };
  }
  return {
    executor: "ramping-arrival-rate",
    startRate: Math.round(plannedRate(schedule, 0) * unitSeconds),
    stages: schedule.stages.map(({ seconds, target }) => ({
      duration: `${Math.round(seconds * 1_000)}ms`,
      target: Math.round(target * unitSeconds),
    })),
    ...common,
  };
}
