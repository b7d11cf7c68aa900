// How much generators of one cluster may use together.
import { fullSizePhases } from "../../model/phases.ts";
import type { EnvironmentPlan } from "../environment.ts";

/** One k6 of half a core makes about this many requests a second of the kind that is sent here. A guess on the safe side. */
const requestsPerSecondOfGenerator = 500;

/** Every region may make the whole rate, since the others may be gone; half as much again for starters and for generators that end. */
export function loadQuota({ phases }: Pick<EnvironmentPlan, "phases">): Readonly<Record<string, string>> {
  const rate = Math.max(0, ...phases.map((phase) => fullSizePhases[phase].requestsPerSecond));
  const generators = Math.max(2, Math.ceil((1.5 * rate) / requestsPerSecondOfGenerator));
  return {
    pods: `${generators + 10}`,
    "requests.cpu": `${Math.ceil(generators / 2) + 1}`,
    "requests.memory": `${Math.ceil(generators / 2) + 1}Gi`,
    "limits.cpu": `${generators + 2}`,
    "limits.memory": `${generators + 2}Gi`,
    services: "10",
    "services.loadbalancers": "0",
  };
}
