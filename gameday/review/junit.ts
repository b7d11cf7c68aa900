// A review for CI systems that read JUnit: a suite for each environment, a case for being recorded, for the budget, and for each rule.
import { isRefused } from "../../policies/judge.ts";
import { escape } from "../report/html/escape.ts";
import { ruleList } from "../../policies/list.ts";
import type { EnvironmentReview, Review } from "./review.ts";

interface Case {
  readonly name: string;
  readonly problems: readonly string[];
}

export function renderReviewJunit({ environments }: Review): string {
  const suites = environments.map((environment) => ({ name: environment.name, cases: casesOf(environment) }));
  const rows = suites.flatMap(({ name, cases }) => [
    `  <testsuite name="${escape(name)}" tests="${cases.length}" failures="${failing(cases)}" errors="0" skipped="0">`,
    ...cases.map(({ name: title, problems }) =>
      problems.length === 0
        ? `    <testcase classname="${escape(name)}" name="${escape(title)}"/>`
        : `    <testcase classname="${escape(name)}" name="${escape(title)}"><failure message="${escape(problems[0] ?? "")}">${escape(problems.join("\n"))}</failure></testcase>`,
    ),
    "  </testsuite>",
  ]);
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="gameday review" tests="${all.length}" failures="${failing(all)}">`,
    ...rows,
    "</testsuites>",
    "",
  ].join("\n");
}

function casesOf({ headProblem, head, cost, policy }: EnvironmentReview): readonly Case[] {
  const recorded = { name: "is recorded", problems: headProblem === null ? [] : [headProblem] };
  if (head === null) return [recorded];
  const rules = [...new Set([...ruleList.map(({ name }) => name), ...policy.refused.map(({ rule }) => rule)])];
  return [
    recorded,
    { name: "keeps its budget", problems: cost.problems },
    ...rules.map((rule) => ({
      name: rule,
      problems: policy.refused
        .filter((result) => result.rule === rule && isRefused(result))
        .map(({ name, path, message, remedy }) => `${name}${path === "" ? "" : ` ${path}`}: ${message} — ${remedy}`),
    })),
  ];
}

const failing = (cases: readonly Case[]): number => cases.filter(({ problems }) => problems.length > 0).length;
