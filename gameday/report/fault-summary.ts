// One fault through the run: its moments, what was seen, and what it comes to.
import type { Event } from "../../model/events.ts";

export interface SeenRow {
  readonly label: string;
  readonly held: boolean;
  readonly detail: string;
}

export interface FaultSummary {
  readonly id: string;
  kind: string;
  hypothesis: string;
  phase: string;
  targets: readonly string[];
  region: string | null;
  engine: string | null;
  /** Unix ms. */
  injectedAt: number | null;
  effectAt: number | null;
  detectedAt: number | null;
  detectedBy: string | null;
  healingAt: number | null;
  healedAt: number | null;
  healedBy: string | null;
  recoveredAt: number | null;
  outageSeconds: number | null;
  /** Accepted writes that were lost, and how far back that reaches; null where it was not looked up. */
  lost: number | null;
  lossWindowSeconds: number | null;
  failure: string | null;
  effect: readonly SeenRow[];
  /** What the engine that did it says; empty: it says nothing. */
  judged: readonly SeenRow[];
  healing: readonly SeenRow[];
  recovery: readonly SeenRow[];
  outcome: "waiting" | "in force" | "proved" | "not exercised" | "not recovered" | "failed by its engine" | "heal not verified" | "ended early";
}

type FaultEvent = Extract<Event, { fault: string }>;

export function addFaultEvent(faults: Map<string, FaultSummary>, event: FaultEvent, at: number): void {
  const fault = faults.get(event.fault) ?? blank(event.fault);
  faults.set(event.fault, fault);
  switch (event.type) {
    case "fault-planned":
      Object.assign(fault, { kind: event.kind, hypothesis: event.hypothesis, phase: event.phase });
      break;
    case "fault-undo-recorded":
      Object.assign(fault, { kind: event.kind, targets: event.script.targets, region: event.script.region ?? null, engine: event.script.engine });
      break;
    case "fault-injecting":
      break;
    case "fault-injected":
      fault.injectedAt = at;
      fault.outcome = "in force";
      break;
    case "fault-injection-failed":
      fault.failure = event.reason;
      fault.outcome = "not exercised";
      break;
    case "fault-effect-seen":
      fault.effectAt = at;
      fault.effect = event.seen;
      break;
    case "fault-effect-missing":
      fault.effect = event.seen;
      fault.outcome = "not exercised";
      break;
    case "fault-detected":
      fault.detectedAt ??= at;
      fault.detectedBy ??= event.by;
      break;
    case "fault-judged":
      fault.judged = event.seen;
      break;
    case "fault-healing":
      fault.healingAt ??= at;
      break;
    case "fault-undone":
      break;
    case "fault-healed":
      Object.assign(fault, { healedAt: at, healedBy: event.by, healing: event.seen });
      if (fault.outcome !== "not exercised") fault.outcome = "ended early";
      break;
    case "fault-heal-unverified":
      Object.assign(fault, { healing: event.seen, healedBy: event.by, outcome: "heal not verified" });
      break;
    case "fault-recovered":
      fault.recoveredAt = at;
      Object.assign(fault, {
        outageSeconds: event.outageSeconds ?? null,
        lost: event.lost ?? null,
        lossWindowSeconds: event.lossWindowSeconds ?? null,
      });
      // One that the run's end took out before its effect was seen has proved nothing.
      if (fault.outcome === "not exercised") break;
      if (fault.judged.some(({ held }) => !held)) fault.outcome = "failed by its engine";
      else if (fault.effectAt !== null) fault.outcome = "proved";
      break;
    case "fault-not-recovered":
      fault.recovery = event.seen;
      fault.outcome = "not recovered";
      break;
  }
}

const blank = (id: string): FaultSummary => ({
  id,
  kind: "",
  hypothesis: "",
  phase: "",
  targets: [],
  region: null,
  engine: null,
  injectedAt: null,
  effectAt: null,
  detectedAt: null,
  detectedBy: null,
  healingAt: null,
  healedAt: null,
  healedBy: null,
  recoveredAt: null,
  outageSeconds: null,
  lost: null,
  lossWindowSeconds: null,
  failure: null,
  effect: [],
  judged: [],
  healing: [],
  recovery: [],
  outcome: "waiting",
});
