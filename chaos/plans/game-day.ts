// The plans that run by the calendar on a stack in a cloud or a cluster: at SPEC's rates, cut to the length that an hour allows.
import { fullSizePhases, type PhaseName } from "../../model/phases.ts";
import type { PlanInput } from "../../model/plan.ts";

const phase = (name: PhaseName, minutes: number) => ({
  name,
  duration: minutes * 60,
  rate: fullSizePhases[name].requestsPerSecond,
  instances: fullSizePhases[name].instances,
});

/** Working hours of the people who would have to look, where the primary region is. */
export const businessHours = { days: ["mon", "tue", "wed", "thu"], from: "09:00", to: "16:00", timeZone: "America/New_York" } as const;

const chaosEnvironments = ["chaos", "ultimate", "kubernetes"];

export const weeklyGameDayPlan = {
  name: "weekly-game-day",
  description: "An hour in working hours: a steady load, then one part after the other is taken away while people watch.",
  seed: 21,
  phases: [
    phase("baseline", 10),
    phase("light", 10),
    {
      ...phase("chaos", 35),
      rate: fullSizePhases.light.requestsPerSecond,
      instances: fullSizePhases.light.instances,
      faults: [
        {
          id: "handler-killed",
          at: "2m",
          duration: "1m",
          recovery: "3m",
          hypothesis: "clients of us-east-1 are served while its query handler is started again",
          fault: { kind: "process-kill", target: { service: "query-handler", region: "us-east-1" } },
        },
        {
          id: "slow-experts",
          at: "8m",
          duration: "2m",
          recovery: "3m",
          hypothesis: "late experts delay consensus in eu-west-1 and fail none",
          fault: { kind: "network-latency", link: { service: "experts", to: "eu-west-1" }, latency: "300ms" },
        },
        {
          id: "cut-off-collector",
          at: "15m",
          duration: "2m",
          recovery: "3m",
          required: false,
          hypothesis: "a collector out of reach sends clients of ap-southeast-1 to another region",
          fault: { kind: "network-stall", link: { service: "response-collector", to: "ap-southeast-1" } },
        },
        {
          id: "cache-primary-lost",
          at: "23m",
          duration: "2m",
          recovery: "5m",
          required: false,
          hypothesis: "a replica is promoted; no write fails for want of the cache",
          fault: { kind: "redis-primary-loss" },
        },
      ],
    },
  ],
  guards: { dataPrimaries: true, hours: { ...businessHours, days: [...businessHours.days] }, environments: chaosEnvironments },
} satisfies PlanInput;

export const nightlyLightPlan = {
  name: "nightly-light",
  description: "Idle, Baseline and Light at full length and rate, with nothing broken: whether yesterday's changes still carry the load.",
  seed: 22,
  phases: [phase("idle", 5), phase("baseline", 15), phase("light", 20)],
} satisfies PlanInput;

export const regionEvacuationPlan = {
  name: "region-evacuation",
  description: "The secondary region is cut off, then the primary's is lost: all clients go where there is a region left, and come back.",
  seed: 23,
  phases: [
    phase("baseline", 10),
    {
      ...phase("chaos", 40),
      rate: fullSizePhases.light.requestsPerSecond,
      instances: fullSizePhases.light.instances,
      faults: [
        {
          id: "secondary-cut-off",
          at: "2m",
          duration: "4m",
          recovery: "5m",
          required: false,
          hypothesis: "clients of eu-west-1 are served by the other regions while nothing passes to it",
          fault: { kind: "region-partition", region: "eu-west-1" },
        },
        {
          id: "primary-lost",
          at: "16m",
          duration: "10m",
          recovery: "5m",
          hypothesis: "a standby is promoted within five minutes, and every accepted write is there",
          fault: { kind: "region-loss", region: "us-east-1" },
        },
      ],
    },
  ],
  guards: { dataPrimaries: true, hours: { ...businessHours, days: [...businessHours.days] }, environments: chaosEnvironments },
} satisfies PlanInput;
