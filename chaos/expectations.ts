// The expectations that faults are built from, with every default written out.
import type { Expectation, Observation } from "../model/fault/observation.ts";
import type { LinkOutput } from "../model/outputs.ts";
import { roundTripMilliseconds } from "../model/regions.ts";

type Limits = Partial<Pick<Expectation, "is" | "atLeast" | "atMost" | "changed">>;

export const expectation = (label: string, observe: Observation, limits: Limits = {}): Expectation => ({
  label,
  observe,
  is: true,
  changed: false,
  ...limits,
});

/** On a loaded machine of two cores an answer over a healthy hop still comes within this many ms beyond its distance. */
const slackMilliseconds = 250;

/** A look through the link is true and takes no longer than its distance and some slack. */
export const linkIsFast = (link: LinkOutput, observe: Observation): Expectation =>
  expectation(`an answer comes over ${link.id} in its usual time`, observe, { atMost: 3 * distanceOf(link) + slackMilliseconds });

function distanceOf({ from, to }: LinkOutput): number {
  try {
    return from === undefined || to === undefined ? 0 : roundTripMilliseconds(from, to);
  } catch {
    return 0;
  }
}
