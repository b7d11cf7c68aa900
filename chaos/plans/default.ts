// The default plan: all seven phases on the embedded stack in under five minutes, seven kinds of fault, a region lost.
import type { PlanInput } from "../../model/plan.ts";

export const defaultPlan = {
  name: "default",
  description: "Seven phases at a rate that two cores can serve; Chaos takes parts away one by one, and a whole region at the end.",
  seed: 7,
  calibrate: true,
  phases: [
    { name: "idle", duration: "8s", rate: 0, instances: 12 },
    { name: "baseline", duration: "16s", rate: 20, instances: 13 },
    { name: "light", duration: "14s", rate: 30, instances: 15 },
    { name: "medium", duration: "14s", rate: 45, instances: 18 },
    { name: "heavy", duration: "14s", rate: 60, instances: 24, restoreDrill: true },
    { name: "extreme", duration: "14s", rate: 100, instances: 30, shape: { kind: "ramp", from: 0.6 } },
    {
      name: "chaos",
      duration: "118s",
      rate: 45,
      instances: 36,
      faults: [
        {
          id: "handler-killed",
          at: "3s",
          duration: "3s",
          hypothesis: "clients of us-east-1 are served while its query handler is started again",
          fault: { kind: "process-kill", target: { service: "query-handler", region: "us-east-1" } },
        },
        {
          id: "slow-edge",
          at: "12s",
          duration: "6s",
          hypothesis: "a slow hop inside eu-west-1 slows its answers and fails none",
          fault: { kind: "network-latency", link: { service: "query-handler", to: "eu-west-1" }, latency: "300ms" },
        },
        {
          id: "frozen-orchestrator",
          at: "24s",
          duration: "5s",
          hypothesis: "clients of ap-southeast-1 go to another region while its orchestrator hangs",
          fault: { kind: "process-freeze", target: { service: "orchestrator", region: "ap-southeast-1" } },
        },
        {
          id: "failing-experts",
          at: "35s",
          duration: "6s",
          hypothesis: "consensus is reached when half of the experts' answers in eu-west-1 are errors",
          fault: { kind: "dependency-errors", dependency: "experts", region: "eu-west-1", share: 0.5 },
        },
        {
          id: "busy-machine",
          at: "46s",
          duration: "5s",
          hypothesis: "answers keep coming with a core taken away",
          fault: { kind: "cpu-hog", cores: 1, load: 0.6 },
        },
        {
          id: "cache-primary-lost",
          at: "56s",
          duration: "6s",
          hypothesis: "Sentinel promotes a replica; no write fails for want of the cache",
          fault: { kind: "redis-primary-loss" },
        },
        {
          id: "region-lost",
          at: "74s",
          duration: "18s",
          hypothesis: "a standby is promoted, clients go to the nearest healthy region, no write is accepted twice",
          fault: { kind: "region-loss" },
        },
      ],
    },
  ],
  guards: { dataPrimaries: true, environments: ["local"] },
} as const satisfies PlanInput;
