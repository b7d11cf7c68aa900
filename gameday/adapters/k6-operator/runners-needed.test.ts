// How many runners a load gets: enough for its highest rate, none without a virtual user, and by what was measured rather than hoped.
import fc from "fast-check";
import { expect, test } from "vitest";
import { virtualUsersOf } from "../../../model/protocol/load-program.ts";
import { assumedRate, learnRate, runnersNeeded } from "./runners-needed.ts";

const rates = fc.double({ min: 0.5, max: 20_000, noNaN: true });
const schedules = fc
  .tuple(rates, fc.array(rates, { minLength: 1, maxLength: 6 }))
  .map(([start, targets]) => ({ start, stages: targets.map((target) => ({ seconds: 10, target })) }));

test("together they make the highest rate, one fewer would not; or there is one for each virtual user", () => {
  fc.assert(
    fc.property(schedules, rates, fc.double({ min: 0.1, max: 10, noNaN: true }), (schedule, requestsPerSecond, longest) => {
      const needed = runnersNeeded(schedule, longest, { requestsPerSecond, source: "" });
      const highest = Math.max(schedule.start, ...schedule.stages.map(({ target }) => target));
      const virtualUsers = virtualUsersOf(schedule, longest);
      expect(needed).toBeGreaterThanOrEqual(1);
      expect(needed).toBeLessThanOrEqual(virtualUsers);
      expect((needed - 1) * requestsPerSecond).toBeLessThan(highest);
      if (needed < virtualUsers) expect(needed * requestsPerSecond).toBeGreaterThanOrEqual(highest * (1 - 1e-9));
    }),
  );
});

test("a rate goes up only to what was seen without loss, and down at once where a runner could not keep it", () => {
  fc.assert(
    fc.property(rates, rates, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (known, seen, lost, starved) => {
      const { requestsPerSecond, source } = learnRate(
        { requestsPerSecond: known, source: "before" },
        { load: "baseline", requestsPerSecond: seen, lost, starved },
      );
      const good = !starved && lost <= 0.05;
      if (requestsPerSecond > known) expect([good, requestsPerSecond]).toEqual([true, seen]);
      if (requestsPerSecond < known) expect(good).toBe(false);
      if (!good) expect(requestsPerSecond).toBe(Math.min(known, Math.max(1, seen * 0.7)));
      expect(source).toMatch(requestsPerSecond === known ? /before|baseline/ : /measured in baseline/);
    }),
  );
  // A load that started nothing has shown nothing.
  expect(learnRate(assumedRate, { load: "baseline", requestsPerSecond: 0, lost: 1, starved: true })).toEqual(assumedRate);
});
