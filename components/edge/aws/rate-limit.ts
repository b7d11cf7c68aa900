// How much one address may send before AWS WAF takes it for a flood. Pure.
import { fullSizePhases, type PhaseName } from "../../../model/phases.ts";

/** Over which WAF counts. Source: "Rate-based rule high-level settings" in the AWS WAF developer guide: 60, 120, 300 or 600. */
export const windowSeconds = 60;

/** Of an environment that only idles. */
const leastPerSecond = 100;

/** Requests in a window: all of a phase's load may come from one generator's address; twice of that is no test of ours. */
export const mostPerWindow = (phases: readonly PhaseName[]): number =>
  2 * windowSeconds * Math.max(leastPerSecond, ...phases.map((phase) => fullSizePhases[phase].requestsPerSecond));

/** Requests in a window for the paths that are open to everybody: sixteen health checkers and a controller that look every second. */
export const mostOpenPerWindow = 1_200;
