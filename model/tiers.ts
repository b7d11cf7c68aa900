// The tiers: which phases an environment may run, what it may cost, and what becomes of its data when it goes.
import { phaseNames, type PhaseName } from "./phases.ts";

export const environmentNames = ["base", "stress", "chaos", "ultimate", "google", "kubernetes"] as const;
export type EnvironmentName = (typeof environmentNames)[number];

export const isEnvironmentName = (name: string): name is EnvironmentName => environmentNames.some((known) => known === name);

export interface Tier {
  readonly phases: readonly PhaseName[];
  /** US dollars a month; null where what is paid is not this project's to say (a cluster that exists already). */
  readonly monthlyBudget: number | null;
  /** `protected`: nothing that holds data can be deleted by a program; `snapshot`: a last snapshot, then it goes; `none`: it goes. */
  readonly data: "protected" | "snapshot" | "none";
  /** Whether faults may be injected. */
  readonly chaos: boolean;
}

const upTo = (last: PhaseName): readonly PhaseName[] => phaseNames.slice(0, phaseNames.indexOf(last) + 1);

/** Source: the tier table of the test environment's design; $153,000 is its deployment topology's monthly sum. */
export const tiers = {
  base: { phases: upTo("light"), monthlyBudget: 10_000, data: "snapshot", chaos: false },
  stress: { phases: upTo("heavy"), monthlyBudget: 38_000, data: "snapshot", chaos: false },
  chaos: { phases: upTo("chaos"), monthlyBudget: 153_000, data: "protected", chaos: true },
  ultimate: { phases: upTo("chaos"), monthlyBudget: 153_000, data: "protected", chaos: true },
  google: { phases: upTo("light"), monthlyBudget: 10_000, data: "snapshot", chaos: false },
  kubernetes: { phases: upTo("light"), monthlyBudget: null, data: "none", chaos: true },
} as const satisfies Record<EnvironmentName, Tier>;
