// Cross-Component Integration: one fault on each pattern that joins two parts, two at a time in different regions.
import type { PlanInput } from "../../model/plan.ts";

export const crossComponentPlan = {
  name: "cross-component",
  description:
    "Synchronous calls, events, the circuit breaker, bulkheads, retries and the dead-letter queue, each under the fault that it is there for.",
  seed: 14,
  phases: [
    { name: "baseline", duration: "16s", rate: 20, instances: 13 },
    {
      name: "chaos",
      duration: "92s",
      rate: 20,
      instances: 15,
      faults: [
        {
          id: "worker-killed",
          at: "3s",
          duration: "4s",
          hypothesis: "events wait in the stream; another worker takes over what this one left lying, and none is lost",
          fault: { kind: "process-kill", target: { service: "worker", region: "us-east-1" } },
        },
        {
          id: "collector-slow",
          at: "4s",
          duration: "6s",
          hypothesis: "a slow collector in eu-west-1 holds up its own calls and no other region's",
          fault: { kind: "network-latency", link: { service: "response-collector", to: "eu-west-1" }, latency: "300ms" },
        },
        {
          id: "handler-resets",
          at: "20s",
          duration: "5s",
          hypothesis: "the breaker opens, the entry goes to the next region, requests are repeated where that does no harm",
          fault: { kind: "connection-reset", link: { service: "query-handler", to: "us-east-1" } },
        },
        {
          id: "experts-err",
          at: "21s",
          duration: "5s",
          hypothesis: "retries find experts that answer",
          fault: { kind: "dependency-errors", dependency: "experts", region: "ap-southeast-1", share: 0.4 },
        },
        {
          id: "orchestrator-hangs",
          at: "38s",
          duration: "5s",
          // Nothing freezes a process inside a pod.
          required: false,
          hypothesis: "callers give up in time, and bulkheads keep their other work going",
          fault: { kind: "process-freeze", target: { service: "orchestrator", region: "eu-west-1" } },
        },
        {
          id: "cache-primary-lost",
          at: "54s",
          duration: "6s",
          hypothesis: "a replica is promoted; the outbox announces again what the stream lost",
          fault: { kind: "redis-primary-loss" },
        },
        {
          id: "edge-cut-off",
          at: "76s",
          duration: "5s",
          hypothesis: "the entry knows within seconds that ap-southeast-1 does not answer, and asks the others",
          fault: { kind: "network-stall", link: { service: "edge", to: "ap-southeast-1" } },
        },
      ],
    },
  ],
  guards: { dataPrimaries: true, maximumConcurrentFaults: 2, maximumRegions: 2, environments: ["local", "chaos", "ultimate", "kubernetes"] },
} as const satisfies PlanInput;
