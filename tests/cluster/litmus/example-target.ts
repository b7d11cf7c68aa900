// An application for each experiment of the library to be aimed at.
import type { Experiment } from "../../../chaos/litmus/experiment.ts";
import type { EngineTarget } from "../../../chaos/litmus/render.ts";

export const exampleTarget = ({ name, service }: Experiment, namespace = "litmus"): EngineTarget => ({
  engine: `try-${name}`,
  namespace,
  account: "gameday-faults",
  ...(service === undefined ? {} : { application: { namespace: "shop", kind: "deployment", label: ["app", service] as const } }),
  labels: { "gameday/run": "try" },
  looks: { edge: "http://edge.shop.svc", prometheus: "http://prometheus.monitoring.svc:9090", namespace: "shop", label: `app=${service ?? "shop"}` },
});
