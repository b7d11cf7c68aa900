// One sentence for each verdict.
import { expect, test } from "vitest";
import { verdicts, type Finding, type Verdict } from "../../model/verdict.ts";
import { headline, meaning } from "./headline.ts";
import { summarise } from "./summary.ts";
import { gameDay } from "./testing/journal.ts";

const said = (verdict: Verdict, ...findings: Finding[]): string => headline(summarise(gameDay({ end: { verdict, findings } })));

test("passed: what was survived", () => {
  expect(said("passed")).toBe("Passed: 2 phases, 2 faults, region us-east-1 lost and accepting writes again after 4.2 s, no accepted write lost.");
});

test("passed with writes lost inside the RPO says how many", () => {
  const integrity = {
    type: "integrity-checked",
    phase: "chaos",
    accepted: 300,
    lost: 1,
    lostBeyondRpo: 0,
    doubled: 0,
    unaccounted: 0,
    detail: "",
  } as const;
  expect(headline(summarise(gameDay({ more: [[45.25, integrity]] })))).toMatch(/1 accepted write lost, within the RPO\.$/);
});

test("failed: the first reason in full, the others counted", () => {
  const gate: Finding = {
    verdict: "failed",
    reason: "the gate after chaos failed: recovery recovery time (RTO): 400 s, must be < 300 s; system errors: 3 %, must be < 0.1 %",
  };
  const other: Finding = { verdict: "failed", reason: "the system did not recover from region-lost within 60 s" };
  expect(said("failed", gate, other)).toBe("Failed: the gate after chaos failed: recovery recovery time (RTO): 400 s, must be < 300 s; and 2 more.");
});

test("a semicolon in any other reason is part of it", () => {
  expect(said("invalid", { verdict: "invalid", reason: "it reaches 0 of 100 requests/s; the plan allows no less than 25 %" })).toBe(
    "Invalid: it reaches 0 of 100 requests/s; the plan allows no less than 25 %.",
  );
});

test("aborted: by whom", () => {
  expect(said("aborted", { verdict: "aborted", reason: "SIGINT from the terminal" })).toBe("Aborted: SIGINT from the terminal.");
});

test("invalid: the cause, the verdict not said twice, findings of lesser verdicts left to the list", () => {
  const starved: Finding = { verdict: "invalid", reason: "invalid (generator): k6 got 0.2 of the 0.9 cores it asked for" };
  expect(said("invalid", { verdict: "failed", reason: "a gate failed" }, starved)).toBe(
    "Invalid (generator): k6 got 0.2 of the 0.9 cores it asked for.",
  );
});

test("dirty: what may still be in", () => {
  expect(said("dirty", { verdict: "dirty", reason: "the fault slow-edge was undone but healing was not seen." })).toBe(
    "Dirty: the fault slow-edge was undone but healing was not seen.",
  );
});

test("a verdict without a reason and a run without a verdict are called so", () => {
  expect(said("failed")).toBe("Failed: no reason is in the journal.");
  expect(headline(summarise(gameDay({ end: null })))).toBe("Unfinished: the journal ends before the run did.");
});

test("every verdict has a meaning of its own", () => {
  expect(new Set([...verdicts, null].map(meaning)).size).toBe(verdicts.length + 1);
});
