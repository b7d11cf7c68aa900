// Each rule over its fixtures: kept, broken in one field at a time, and unknown, which never silences it.
import { describe, expect, test } from "vitest";
import { unknownUntilUpdate } from "./facts/demand.ts";
import { isRefused, judgeEstate, type PolicyResult } from "./judge.ts";
import { ruleList } from "./list.ts";
import { chaosFixtures } from "./testing/chaos.ts";
import { costFixtures } from "./testing/cost.ts";
import { dataFixtures } from "./testing/data.ts";
import { changed, estateOf, unknownAt, type Fixture } from "./testing/fixture.ts";
import { identityFixtures } from "./testing/identity.ts";
import { networkFixtures } from "./testing/network.ts";
import { workloadFixtures } from "./testing/workload.ts";

const fixtures = [...workloadFixtures, ...networkFixtures, ...dataFixtures, ...identityFixtures, ...costFixtures, ...chaosFixtures];

const judged = (fixture: Fixture, estate = estateOf(fixture)): readonly PolicyResult[] =>
  judgeEstate(estate, {
    tier: fixture.tier ?? "ultimate",
    now: new Date(fixture.now ?? "2026-11-28"),
    waivers: [],
    rules: ruleList.filter(({ name }) => name === fixture.rule),
    ...(fixture.config === undefined ? {} : { config: { [fixture.rule]: fixture.config } }),
  });

test("every rule has a fixture, a name of its own, a reason and an incident", () => {
  expect(new Set(fixtures.map(({ rule }) => rule))).toEqual(new Set(ruleList.map(({ name }) => name)));
  expect(new Set(ruleList.map(({ name }) => name)).size).toBe(ruleList.length);
  expect(ruleList.filter(({ why, incident, title }) => why.length < 40 || incident.length < 40 || title.length < 10)).toEqual([]);
});

/** What these judge is never unknown: prices are known or missing, and a resource's kind is its kind. */
const neverUnknown = ["monthly-cost", "chaos-tiers"];

describe.for(fixtures.map((fixture) => [`${fixture.rule}${fixture.tier === undefined ? "" : ` in ${fixture.tier}`}`, fixture] as const))(
  "%s",
  ([, fixture]) => {
    test("is kept", () => {
      expect(judged(fixture)).toEqual([]);
    });

    test.for(fixture.broken.map((change) => [`${change.of} ${change.path}`, change] as const))("is broken by %s", ([, { of, path, to, says }]) => {
      const results = judged(fixture, changed(estateOf(fixture), of, path, to));
      expect(results.map(({ message }) => message).join("\n")).toContain(says);
      expect(results.filter(isRefused).length).toBeGreaterThan(0);
    });

    test("is not silent where a preview knows nothing", () => {
      if (neverUnknown.includes(fixture.rule)) return expect(fixture.unknown).toEqual([]);
      expect(fixture.unknown.length).toBeGreaterThan(0);
      for (const [of, path] of fixture.unknown) {
        const results = judged(fixture, unknownAt(estateOf(fixture), of, path));
        expect([of, path, results.filter(({ state }) => state === "unknown").map(({ message }) => message)]).toEqual([
          of,
          path,
          expect.arrayContaining([unknownUntilUpdate]),
        ]);
        expect(results.filter(isRefused)).toEqual([]);
      }
      return undefined;
    });
  },
);
