// The calendar: each of its plans is there and may run at the hours that it is started at, in summer and in winter; Argo is told what CI is told.
import { describe, expect, test } from "vitest";
import { plans } from "../chaos/plans/catalogue.ts";
import { cronWorkflowOf, usualPlace } from "../chaos/schedules/argo.ts";
import { schedules, type Schedule } from "../chaos/schedules/schedules.ts";
import { withinHours } from "../gameday/guards/hours.ts";
import { parseDocument } from "../model/parse.ts";
import { planSchema } from "../model/plan.ts";
import { tiers } from "../model/tiers.ts";

const day = 24 * 3_600_000;
/** A week in winter and a week in summer, from their Sundays. */
const weeks = [Date.UTC(2027, 0, 10), Date.UTC(2027, 6, 11)];

test("names are unique, and each has a time zone that is one", () => {
  expect(new Set(schedules.map(({ name }) => name)).size).toBe(schedules.length);
  for (const { timeZone } of schedules) expect(new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone).toBe(timeZone);
});

describe.for([...schedules] as readonly Schedule[])("$name", (schedule) => {
  const plan = parseDocument(planSchema, plans[schedule.plan], schedule.plan);

  test("has a plan whose phases, and whose faults, its stack's tier allows", () => {
    const { phases, chaos } = tiers[schedule.stack];
    expect(plan.phases.filter(({ name }) => !phases.includes(name))).toEqual([]);
    if (plan.phases.some(({ faults }) => faults.length > 0)) {
      expect(chaos).toBe(true);
      expect(plan.guards.environments).toContain(schedule.stack);
    }
  });

  test("is given more time than its plan takes with every recovery at its longest", () => {
    const longest = plan.phases.reduce(
      (sum, { duration, faults }) => sum + duration + faults.reduce((more, { recovery }) => more + recovery, 0) / 2,
      0,
    );
    expect(schedule.deadlineMinutes * 60).toBeGreaterThan(longest);
    expect(schedule.deadlineMinutes * 60).toBeLessThan(longest * 3);
  });

  test("begins and ends within its plan's hours, whichever clock starts it and whatever the season", () => {
    const { hours } = plan.guards;
    if (hours === undefined) return expect(plan.phases.flatMap(({ faults }) => faults).length === 0 || !schedule.automatic).toBe(true);
    const length = plan.phases.reduce((sum, { duration }) => sum + duration, 0) * 1_000;
    for (const week of weeks)
      for (const [cron, zone] of [
        [schedule.cron, schedule.timeZone],
        [schedule.utcCron, "UTC"],
      ] as const) {
        const moments = momentsOf(cron, zone, week);
        expect(moments.length).toBeGreaterThan(0);
        for (const moment of moments) {
          expect(withinHours(hours, moment), `${moment.toISOString()} by ${cron} ${zone}`).toBe(true);
          expect(withinHours(hours, new Date(moment.getTime() + length + schedule.startingDeadlineMinutes * 60_000))).toBe(true);
        }
      }
  });

  test("as a CronWorkflow: never beside another run, never repeated, ended in time with time to heal, by a user without rights", () => {
    const { metadata, spec } = cronWorkflowOf(schedule, usualPlace(schedule.stack, `registry.example/gameday@sha256:${"a".repeat(64)}`));
    expect(metadata.name.length).toBeLessThanOrEqual(52);
    expect(spec).toMatchObject({
      schedules: [schedule.cron],
      timezone: schedule.timeZone,
      concurrencyPolicy: "Forbid",
      suspend: !schedule.automatic,
      startingDeadlineSeconds: schedule.startingDeadlineMinutes * 60,
    });
    const { templates, activeDeadlineSeconds, synchronization, podSpecPatch, serviceAccountName } = spec.workflowSpec;
    expect({ activeDeadlineSeconds, serviceAccountName }).toEqual({
      activeDeadlineSeconds: schedule.deadlineMinutes * 60,
      serviceAccountName: "gameday-runs",
    });
    expect(synchronization.mutexes).toEqual([{ name: `gameday-${schedule.stack}` }]);
    expect(JSON.parse(podSpecPatch)).toEqual({ terminationGracePeriodSeconds: 600 });
    expect(templates.map(({ retryStrategy, container }) => [retryStrategy.limit, container.args])).toEqual([
      [0, ["run", schedule.plan, "--stack", "/etc/gameday/outputs.json"]],
    ]);
    expect(templates[0]?.container.image).toMatch(/@sha256:/);
  });
});

/** When a cron line of fixed minute and hour fires in a week. */
function momentsOf(cron: string, timeZone: string, sunday: number): readonly Date[] {
  const [minute = "", hour = "", , , weekday = ""] = cron.split(" ");
  return Array.from({ length: 7 }, (_, index) => index)
    .filter((index) => weekday === "*" || Number(weekday) === index)
    .map((index) => {
      const asUtc = sunday + index * day + Number(hour) * 3_600_000 + Number(minute) * 60_000;
      return new Date(asUtc - offsetOf(timeZone, new Date(asUtc)));
    });
}

function offsetOf(timeZone: string, moment: Date): number {
  const shown = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).format(moment);
  const [, sign = "+", hours = "0", minutes = "0"] = /GMT([+-])(\d+):(\d+)/.exec(shown) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
