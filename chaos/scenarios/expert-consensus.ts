// Expert Consensus stress: the circle of experts under a rising load of questions while its experts fail, slow down and are lost.
import type { PlanInput } from "../../model/plan.ts";

export const expertConsensusPlan = {
  name: "expert-consensus",
  description:
    "Everything, then questions alone and more and more of them, then experts that answer errors, answer late, answer little by little, and are killed.",
  seed: 11,
  phases: [
    // Reads as well: what is judged of database and cache needs some.
    { name: "baseline", duration: "16s", rate: 20, instances: 13 },
    { name: "extreme", duration: "14s", rate: 35, scenario: "consensus", instances: 18, shape: { kind: "ramp", from: 0.5 } },
    {
      name: "chaos",
      duration: "62s",
      rate: 25,
      scenario: "consensus",
      instances: 18,
      faults: [
        {
          id: "experts-err",
          at: "3s",
          duration: "8s",
          hypothesis: "a panel replaces the experts that fail, and consensus is reached when a third of all answers in eu-west-1 are errors",
          fault: { kind: "dependency-errors", dependency: "experts", region: "eu-west-1", share: 0.33 },
        },
        {
          id: "experts-slow",
          at: "18s",
          duration: "8s",
          hypothesis: "answers from us-east-1 come half a second later, and none is missing",
          fault: { kind: "network-latency", link: { service: "experts", to: "us-east-1" }, latency: "500ms" },
        },
        {
          id: "experts-trickle",
          at: "33s",
          duration: "6s",
          hypothesis: "a narrow way to the experts of ap-southeast-1 delays consensus there and nowhere else",
          fault: { kind: "bandwidth-limit", link: { service: "experts", to: "ap-southeast-1" }, kilobytesPerSecond: 20 },
        },
        {
          id: "experts-killed",
          at: "46s",
          duration: "3s",
          hypothesis: "questions of us-east-1 are answered elsewhere until its experts are back",
          fault: { kind: "process-kill", target: { service: "experts", region: "us-east-1" } },
        },
      ],
    },
  ],
  criteria: { "expert-availability": { limit: 95, why: "all experts of a region are killed at once in this scenario" } },
  guards: { environments: ["local", "chaos", "ultimate", "kubernetes"] },
} as const satisfies PlanInput;
