// MCP Server Cascade: the servers of one region after the other fall out, each before the last one is back.
import type { PlanInput } from "../../model/plan.ts";

export const mcpCascadePlan = {
  name: "mcp-cascade",
  description:
    "MCP servers hang in one region, then are cut off in the next while the first still hangs, then die in the third: answers go on without their context.",
  seed: 12,
  phases: [
    { name: "baseline", duration: "16s", rate: 20, instances: 13 },
    {
      name: "chaos",
      duration: "64s",
      rate: 20,
      instances: 15,
      faults: [
        {
          id: "mcp-slow",
          at: "3s",
          duration: "6s",
          hypothesis: "context comes late in us-east-1, and consultations with it",
          fault: { kind: "network-latency", link: { service: "mcp", to: "us-east-1" }, latency: "300ms" },
        },
        {
          id: "mcp-hangs",
          at: "16s",
          duration: "14s",
          // Nothing freezes a process inside a pod.
          required: false,
          hypothesis: "consultations of us-east-1 go on without context while its servers hang",
          fault: { kind: "process-freeze", target: { service: "mcp", region: "us-east-1" } },
        },
        {
          id: "mcp-cut-off",
          at: "22s",
          duration: "8s",
          hypothesis: "with a second region's servers out of reach the third one's are not drawn in: regions share no MCP server",
          fault: { kind: "network-stall", link: { service: "mcp", to: "eu-west-1" } },
        },
        {
          id: "mcp-killed",
          at: "44s",
          duration: "3s",
          hypothesis: "servers of ap-southeast-1 are started again and serve",
          fault: { kind: "process-kill", target: { service: "mcp", region: "ap-southeast-1" } },
        },
      ],
    },
  ],
  guards: { maximumConcurrentFaults: 2, maximumRegions: 2, environments: ["local", "chaos", "ultimate", "kubernetes"] },
} as const satisfies PlanInput;
