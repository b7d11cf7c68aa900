// Database Saturation: reads and writes beyond what is comfortable while the way to the database narrows, slows down and its primary is lost.
import type { PlanInput } from "../../model/plan.ts";

export const databaseSaturationPlan = {
  name: "database-saturation",
  description: "A load of reads, then of everything, with a narrow and a slow way to Postgres, a disk that is full, and its primary lost.",
  seed: 13,
  phases: [
    { name: "baseline", duration: "16s", rate: 20, scenario: "read-heavy", instances: 13 },
    { name: "medium", duration: "14s", rate: 45, scenario: "read-heavy", instances: 18, shape: { kind: "step", steps: 3 } },
    {
      name: "chaos",
      duration: "80s",
      rate: 30,
      instances: 18,
      faults: [
        {
          id: "database-narrow",
          at: "3s",
          duration: "6s",
          hypothesis: "reads of eu-west-1 queue up behind a narrow way to its standby, and are answered",
          fault: { kind: "bandwidth-limit", link: { service: "postgres", from: "eu-west-1", to: "eu-west-1" }, kilobytesPerSecond: 40 },
        },
        {
          id: "database-slow",
          at: "16s",
          duration: "6s",
          hypothesis: "writes wait for the primary, pools do not run dry, nothing is lost",
          fault: { kind: "network-latency", link: { service: "postgres", from: "us-east-1", to: "us-east-1" }, latency: "150ms" },
        },
        {
          id: "disk-full",
          at: "30s",
          duration: "5s",
          required: false,
          hypothesis: "a full disk beside the database harms no write",
          fault: { kind: "disk-fill" },
        },
        {
          id: "database-primary-lost",
          at: "42s",
          duration: "10s",
          hypothesis: "a standby is promoted, and every accepted write is there",
          fault: { kind: "postgres-primary-loss" },
        },
      ],
    },
  ],
  guards: { dataPrimaries: true, environments: ["local", "chaos", "ultimate", "kubernetes"] },
} as const satisfies PlanInput;
