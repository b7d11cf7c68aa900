// The game day on the node: a pod killed, connections reset and a pod's processor taken, each by Litmus' own experiment.
import type { PlanInput } from "../../model/plan.ts";

/** So few that two cores bear node, control plane and load; recovery is judged, and what the faults did, not how fast this machine is. */
const rate = 3;

export const nodePlan = {
  name: "real-node",
  description: "Idle, then a small load and three faults that Litmus' own experiments put into a region's pods on a real node.",
  seed: 7,
  phases: [
    { name: "idle", duration: "5s", rate: 0, scenario: "mixed" },
    {
      name: "chaos",
      duration: "235s",
      rate,
      scenario: "mixed",
      faults: [
        {
          id: "pod-killed",
          at: "5s",
          duration: "15s",
          hypothesis: "the Deployment makes the pod anew, and questions are answered again",
          fault: { kind: "process-kill", target: { service: "orchestrator" } },
        },
        {
          id: "connections-reset",
          at: "80s",
          duration: "20s",
          hypothesis: "the edge says that it is not ready, and is again afterwards",
          fault: { kind: "connection-reset", link: { service: "query-handler" } },
        },
        {
          id: "processor-taken",
          at: "175s",
          duration: "20s",
          hypothesis: "answers are slower, and still come",
          fault: { kind: "cpu-hog", cores: 1, load: 1 },
        },
      ],
    },
  ],
  // One region has no smaller share than one of its workloads; and where a dependency is gone for 20 s every request fails for so long.
  guards: { blastRadius: 1, abortErrorShare: 1, errorBudget: 1 },
} as const satisfies PlanInput;
