// The resiliency matrix: every service of the topology under every kind of failure; what proves that it is borne, or why nothing here does.
import { sweptId, resiliencePlan } from "../plans/resilience.ts";
import { workloadServices } from "../../model/protocol/workload.ts";

export const failures = {
  down: "it dies",
  hangs: "it keeps its connections and answers nothing",
  slow: "its answers come late",
  narrow: "its answers come a few bytes at a time",
  "cut-off": "no byte passes between it and who calls it",
  resets: "its connections are reset",
  errors: "it answers with errors",
  exhausted: "it is asked for more than it can do",
  "region-lost": "its region is gone, with all that stands there",
} as const;
export type Failure = keyof typeof failures;

/** Programs of the workloads, what they stand on, and what looks after both; a cloud has a service of its own for some. */
export const services = [...workloadServices, "postgres", "redis", "queue", "agent", "sentinel", "vector-store", "monitoring"] as const;
export type Service = (typeof services)[number];

/** Why a cell is open. There are no other reasons. */
export const gapReasons = {
  "only-in-a-cluster": "it stands on clusters alone, and the run that would show it needs one with its images",
  "no-engine-here": "no engine on one machine does this to it alone: Litmus and FIS do, on a cluster or in AWS",
  "nobody-calls-it": "it takes its work by itself: there is no way to it that could fail like this",
  "in-no-region": "it belongs to no region: its loss is everybody's",
  "not-yet-run": "an engine does it here, and no test or plan asks for it",
} as const;
export type GapReason = keyof typeof gapReasons;

export type Proof =
  | { readonly by: "run"; readonly plan: string; readonly fault: string; readonly held: TestName }
  | { readonly by: "test"; readonly held: TestName }
  | { readonly by: "gap"; readonly reason: GapReason };

/** A test of this repository: its file, and its title as it is written there. */
export interface TestName {
  readonly file: string;
  readonly title: string;
}

export interface Cell {
  readonly service: Service;
  readonly failure: Failure;
  /** What is done to it: the kind of a plan's fault, or null where a test does it by itself. */
  readonly experiment: string | null;
  readonly proof: Proof;
}

/** Runs the whole of the plan `resilience` on the embedded stack. */
const sweep: TestName = { file: "tests/resilience.stack.test.ts", title: "%s: seen to be in, healed and recovered from" };
const regionLost: TestName = { file: "tests/verdicts.stack.test.ts", title: "passes, with a region lost and every accepted write read back" };

const byRun = (plan: string, fault: string, held: TestName): Proof => ({ by: "run", plan, fault, held });
const byTest = (file: string, title: string): Proof => ({ by: "test", held: { file, title } });

/** Among its kinds: experts that answer with errors alone. */
const everyKind = byTest("tests/faults.stack.test.ts", "%s: seen to be in, healed and recovered from");

/** Proofs other than the sweep's. */
const proofs: Readonly<Partial<Record<Service, Readonly<Partial<Record<Failure, Proof>>>>>> = {
  edge: { exhausted: byTest("workloads/edge/edge.test.ts", "beyond its limit it sheds at once, and says when to come back") },
  experts: {
    errors: everyKind,
    exhausted: byTest("workloads/experts/circle.test.ts", "an expert does four things at a time, lets some wait, and refuses more"),
  },
  postgres: { errors: byTest("workloads/platform/postgres/failure.test.ts", "%s passes") },
  queue: {
    errors: byTest("workloads/worker/processing.test.ts", "one bad message among good ones fails alone"),
  },
};

/** Where the services stand that go with a region. */
const regional: readonly Service[] = services.filter((service) => !["entry", "vector-store", "monitoring"].includes(service));
const withoutCallers: readonly Service[] = ["worker"];
const calledFailures: readonly Failure[] = ["slow", "narrow", "cut-off", "resets", "errors"];
const sweptFaults = new Map(resiliencePlan.phases.flatMap(({ faults }) => faults.map(({ id, fault }) => [id, fault.kind] as const)));

/** What would do it, where nothing here does: a fault of a plan, or an experiment of the library. */
const usualExperiment = {
  down: "process-kill",
  hangs: "process-freeze",
  slow: "network-latency",
  narrow: "bandwidth-limit",
  "cut-off": "network-stall",
  resets: "connection-reset",
  errors: "dependency-errors",
  exhausted: "cpu-hog",
  "region-lost": "region-loss",
} as const satisfies Readonly<Record<Failure, string>>;

export const matrix: readonly Cell[] = services.flatMap((service) =>
  failureNames().map((failure): Cell => {
    const proof = proofOf(service, failure);
    return { service, failure, proof, experiment: experimentOf(service, failure, proof) };
  }),
);

function proofOf(service: Service, failure: Failure): Proof {
  const own = proofs[service]?.[failure];
  if (own !== undefined) return own;
  const fault = sweptId(service, failure);
  if (sweptFaults.has(fault)) return byRun(resiliencePlan.name, fault, sweep);
  if (failure === "region-lost" && regional.includes(service)) return byRun("quick", "region-lost", regionLost);
  return { by: "gap", reason: reasonOf(service, failure) };
}

function reasonOf(service: Service, failure: Failure): GapReason {
  if (service === "vector-store" || service === "monitoring") return "only-in-a-cluster";
  if (service === "entry" && failure === "region-lost") return "in-no-region";
  if (withoutCallers.includes(service) && calledFailures.includes(failure)) return "nobody-calls-it";
  if (service === "entry" && (failure === "down" || failure === "hangs")) return "not-yet-run";
  if (service === "queue" && failure === "hangs") return "not-yet-run";
  return "no-engine-here";
}

function experimentOf(service: Service, failure: Failure, proof: Proof): string | null {
  if (proof.by === "test") return null;
  if (failure === "region-lost") return service === "entry" ? null : "region-loss";
  return sweptFaults.get(sweptId(service, failure)) ?? usualExperiment[failure];
}

function failureNames(): readonly Failure[] {
  return ["down", "hangs", "slow", "narrow", "cut-off", "resets", "errors", "exhausted", "region-lost"];
}

/** Share of all cells that a test or a run proves, 0–1. */
export const provenShare = (cells: readonly Cell[]): number => cells.filter(({ proof }) => proof.by !== "gap").length / cells.length;
