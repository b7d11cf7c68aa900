// The alerts that experiments count on are among the monitoring's, and the fault lasts long enough for them.
import { expect, test } from "vitest";
import { experimentLibrary } from "../chaos/litmus/library.ts";
import { alertRules } from "../components/monitoring/rules/alert-rules.ts";
import { durationSchema } from "../model/units.ts";

const rules = Map.groupBy(
  alertRules.groups.flatMap((group) => group.rules),
  ({ alert }) => alert,
);
const expected = experimentLibrary.flatMap((row) => ("name" in row.alert ? [[row.name, row.alert.name, row] as const] : []));

test("some experiments count on an alert, the others say why none is to fire", () => {
  expect(expected.length).toBeGreaterThan(3);
  for (const { alert } of experimentLibrary) if ("none" in alert) expect(alert.none).toMatch(/\w+ \w+ \w+/);
});

test.for(expected)("%s lasts longer than %s takes to fire", ([, alert, { values }]) => {
  const times = (rules.get(alert) ?? []).map((rule) => durationSchema.parse(rule.for));
  expect(times.length).toBeGreaterThan(0);
  expect(values["duration"]).toBeGreaterThan(Math.min(...times));
});
