// The game days of the calendar: which plan runs on which stack, when, and how long it may take. Argo and CI are told the same.
import type { EnvironmentName } from "../../model/tiers.ts";

export interface Schedule {
  readonly name: string;
  readonly title: string;
  /** A shipped plan. */
  readonly plan: string;
  /** Pulumi's stack whose outputs are read. */
  readonly stack: EnvironmentName;
  /** When, by the clock of `timeZone`: minute, hour, day of the month, month, day of the week. */
  readonly cron: string;
  readonly timeZone: string;
  /** The same for a scheduler that knows no time zone: a time of UTC that is inside the plan's hours in summer and in winter. */
  readonly utcCron: string;
  /** Minutes after which a run that could not begin in time is left out. */
  readonly startingDeadlineMinutes: number;
  /** Minutes after which the run is aborted, whatever it waits for. */
  readonly deadlineMinutes: number;
  /** False: nobody starts it but a person or a release. The times stand for when it is switched on. */
  readonly automatic: boolean;
  readonly why: string;
}

/** Where the primary region's people are. */
const timeZone = "America/New_York";

export const schedules = [
  {
    name: "weekly-game-day",
    title: "Weekly game day",
    plan: "weekly-game-day",
    stack: "chaos",
    cron: "0 10 * * 2",
    utcCron: "0 15 * * 2",
    timeZone,
    startingDeadlineMinutes: 30,
    deadlineMinutes: 120,
    automatic: true,
    why: "Tuesday morning: people who can repair what breaks are at work, and have the week before them.",
  },
  {
    name: "nightly-light",
    title: "Nightly light cycle",
    plan: "nightly-light",
    stack: "base",
    cron: "0 2 * * *",
    utcCron: "0 7 * * *",
    timeZone,
    startingDeadlineMinutes: 120,
    deadlineMinutes: 90,
    automatic: true,
    why: "Each night without faults: what yesterday's changes did to latency and errors is known in the morning.",
  },
  {
    name: "pre-release-full",
    title: "Full cycle before a release",
    plan: "full",
    stack: "ultimate",
    cron: "0 20 1 * *",
    utcCron: "0 1 2 * *",
    timeZone,
    startingDeadlineMinutes: 60,
    deadlineMinutes: 330,
    automatic: false,
    why: "Two and a half hours at full size cost more than a calendar may decide: a release starts it.",
  },
  {
    name: "region-evacuation",
    title: "Region evacuation",
    plan: "region-evacuation",
    stack: "chaos",
    cron: "0 11 * * 3",
    utcCron: "0 16 * * 3",
    timeZone,
    startingDeadlineMinutes: 30,
    deadlineMinutes: 150,
    automatic: true,
    why: "Wednesday before noon: a region that is never left is one that cannot be left.",
  },
] as const satisfies readonly Schedule[];
