// What the run comes to: every finding, from which the verdict is the worst.
import { criteria } from "../../model/criteria.ts";
import type { CriterionResult } from "../../model/events.ts";
import type { Finding } from "../../model/verdict.ts";
import type { RunState } from "./state.ts";

export function findingsOf(state: RunState): Finding[] {
  return [...state.findings, ...gateFindings(state), ...faultFindings(state), ...contentionFindings(state)];
}

/** A machine that others kept busy gives no verdict on what failed meanwhile; what passed in spite of it has passed. */
function contentionFindings(state: RunState): Finding[] {
  return [...state.contended].flatMap(([phase, share]): Finding[] => {
    const faults = state.plan.phases.find(({ name }) => name === phase)?.faults ?? [];
    const unrecovered = faults.some(({ id }) => state.faults.get(id)?.exercised === true && state.faults.get(id)?.recovered === false);
    const unproven = faults.some(({ id }) => state.faults.get(id)?.judgement?.passed === false);
    const failed = unrecovered || unproven || state.failedGates.some((gate) => gate.phase === phase);
    return failed ? [{ verdict: "invalid", reason: `invalid (generator): ${share} during ${phase}, so what failed there proves nothing` }] : [];
  });
}

function gateFindings(state: RunState): Finding[] {
  return state.failedGates.map(({ phase, results }) => ({
    verdict: "failed",
    reason: `the gate after ${phase} failed: ${results
      .filter(({ status }) => status === "failed")
      .map(describeResult)
      .join("; ")}`,
  }));
}

function describeResult({ criterion, value, limit, samples, detail }: CriterionResult): string {
  const row = criteria.find(({ id }) => id === criterion);
  if (row === undefined) return criterion;
  const figure = value === null ? `no figure from ${samples} samples` : `${Number(value.toPrecision(3))} ${row.unit}`;
  return `${row.area} ${row.title}: ${figure}, must be ${row.comparison} ${limit} ${row.unit}${detail === undefined ? "" : ` (${detail})`}`;
}

function faultFindings(state: RunState): Finding[] {
  const ended = state.findings.length > 0;
  return state.plan.phases
    .flatMap(({ faults }) => faults)
    .flatMap(({ id, required, recovery }): Finding[] => {
      const fault = state.faults.get(id);
      if (fault === undefined || fault.status === "waiting") return [];
      if (fault.unverified)
        return [{ verdict: "dirty", reason: `the fault ${id} was undone but healing was not seen: something of it may still be in the system` }];
      const refused = fault.judgement?.passed === false ? fault.judgement.detail : null;
      if (!fault.exercised) {
        const why = fault.failure ?? "it showed no effect on the consumer's side";
        // An engine that began nothing has proved nothing, and none that says no, or says nothing, lets a run pass.
        if (refused !== null) return [{ verdict: "invalid", reason: `the fault ${id} was not exercised: ${why}; its engine: ${refused}` }];
        return required && !ended ? [{ verdict: "invalid", reason: `the required fault ${id} was not exercised: ${why}` }] : [];
      }
      if (refused !== null) return [{ verdict: "failed", reason: `the experiment ${id} did not pass by its engine's own verdict: ${refused}` }];
      return fault.recovered || ended ? [] : [{ verdict: "failed", reason: `the system did not recover from ${id} within ${recovery} s` }];
    });
}
