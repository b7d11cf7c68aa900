// Every container that serves is asked whether it lives and whether it can take requests.
import { z } from "zod";
import { isGiven, judged } from "../facts/demand.ts";
import { look } from "../facts/look.ts";
import { containersOf } from "../facts/pods.ts";
import { defineRule, everywhere } from "../rule.ts";

export const containerProbes = defineRule({
  name: "container-probes",
  group: "workload",
  title: "Liveness and readiness probes on every workload",
  why: "Without a readiness probe requests go to a pod that cannot answer them; without a liveness probe a hung one is never replaced. A fault's end could not be seen either.",
  incident:
    "The failed deployment's frontend stood in RunContainerError for 25 hours, and its drift monitor in CrashLoopBackOff; the report asks for liveness and readiness probes.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({}),
  judge: (facts) =>
    containersOf(facts)
      .filter(({ kind }) => kind === "main")
      .flatMap(({ resource, name, path }) =>
        ["livenessProbe", "readinessProbe"].flatMap((probe) =>
          judged(
            resource,
            `${path}.${probe}`,
            look(resource.inputs, `${path}.${probe}`),
            isGiven,
            `container ${name} has no ${probe}`,
            "an httpGet of /healthz or /readyz, a tcpSocket or an exec that says so",
          ),
        ),
      ),
});
