// Secrets are changed every ninety days at the latest, by a service or by a reminder that cannot be overheard.
import { z } from "zod";
import { listAt, textAt } from "../../estate/inputs.ts";
import type { Resource } from "../../estate/resource.ts";
import { demands, isTrue, judged, unknown, violation, type Demand } from "../facts/demand.ts";
import type { Facts } from "../facts/facts.ts";
import { look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

const rows: readonly Demand[] = [
  { type: "aws:kms/key:Key", path: "enableKeyRotation", holds: isTrue, message: "keeps its material for ever", remedy: "enableKeyRotation: true" },
];
const secret = "aws:secretsmanager/secret:Secret";

export const secretRotation = defineRule({
  name: "secret-rotation",
  group: "identity",
  title: "Secrets change every 90 days at the latest",
  why: "A secret that leaked works until it is changed, and most leaks are found months later or never.",
  incident: "The failed deployment's report plans no change of any secret. What this prevents: a password that leaked once and works for years.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({ days: z.int().min(1).max(365).default(90).describe("the longest that a secret may live") }),
  judge: (facts, { days }) => [
    ...demands(facts, rows),
    ...facts
      .ofType("gcp:secretmanager/regionalSecret:RegionalSecret", "gcp:secretmanager/secret:Secret")
      .flatMap((resource) => ofGoogle(resource, "rotation.rotationPeriod", days)),
    ...facts.ofType("gcp:kms/cryptoKey:CryptoKey").flatMap((resource) => ofGoogle(resource, "rotationPeriod", days)),
    ...ofAws(facts, days),
  ],
});

const ofGoogle = (resource: Resource, path: string, days: number): readonly Finding[] =>
  judged(
    resource,
    path,
    look(resource.inputs, path),
    (value) => typeof value === "string" && Number(/^(\d+(?:\.\d+)?)s$/.exec(value)?.[1] ?? Infinity) <= days * 86_400,
    `is not changed within ${days} days`,
    `${path}: ${days * 86_400}s or less`,
  );

/** A secret with a rotation of its own; or a rule of EventBridge that says in time that secrets are due. */
function ofAws(facts: Facts, days: number): readonly Finding[] {
  const secrets = facts.ofType(secret);
  const turning = facts.ofType("aws:secretsmanager/secretRotation:SecretRotation");
  const findings = turning.flatMap((row) =>
    judged(
      row,
      "rotationRules.automaticallyAfterDays",
      look(row.inputs, "rotationRules.automaticallyAfterDays"),
      (value) => Number(value) <= days,
      `rotates later than after ${days} days`,
      `automaticallyAfterDays: ${days} or less`,
    ),
  );
  const alone = secrets.filter((row) => facts.users(row, "aws:secretsmanager/secretRotation:SecretRotation").length === 0);
  if (alone.length === 0) return findings;
  const reminders = facts.ofType("aws:cloudwatch/eventRule:EventRule").filter(isReminder);
  if (reminders.length === 0)
    return [
      ...findings,
      ...alone.map((row) => violation(row, "", "nobody changes it, and nothing says when it is due", "a SecretRotation, or a reminder by schedule")),
    ];
  return [...findings, ...reminders.flatMap((row) => ofReminder(facts, row, days))];
}

const isReminder = ({ inputs }: Resource): boolean =>
  inputs["scheduleExpression"] !== undefined && /secret/i.test(textAt(inputs, "description") ?? "");

function ofReminder(facts: Facts, row: Resource, days: number): readonly Finding[] {
  const seen = look(row.inputs, "scheduleExpression");
  if (seen.kind === "unknown") return [unknown(row, "scheduleExpression")];
  const every = Number(/^rate\((\d+) days?\)$/.exec(seen.kind === "value" ? String(seen.value) : "")?.[1] ?? Infinity);
  const told = facts.users(row, "aws:cloudwatch/eventTarget:EventTarget").length > 0 || listAt(row.inputs, "targets").length > 0;
  return [
    ...(every <= days
      ? []
      : [violation(row, "scheduleExpression", `says later than after ${days} days that secrets are due`, `rate(${days - 14} days)`)]),
    ...(told ? [] : [violation(row, "", "reminds nobody: it has no target", "an EventTarget, such as the alarms' topic")]),
  ];
}
