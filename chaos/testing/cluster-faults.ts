// Faults of a plan on the example's cluster, and what their engines are told, for tests.
import { z } from "zod";
import { faultSchema } from "../../model/fault/fault.ts";
import type { FaultScript } from "../../model/fault/fault-script.ts";
import type { Outputs, WorkloadOutput } from "../../model/outputs.ts";
import { renderFault } from "../catalogue.ts";
import type { RenderContext } from "../fault-kind.ts";
import { exampleClusterOutputs as stack, exampleKubeconfig } from "./example-cluster-outputs.ts";

export const cluster = { kubeconfig: exampleKubeconfig, context: "kind-gameday" };
const render = (fault: object, outputs: Outputs = stack, changes: Partial<RenderContext> = {}) =>
  renderFault(faultSchema.parse(fault), {
    id: "fault",
    outputs,
    facts: { postgresPrimary: "us-east-1", redisPrimary: "eu-west-1" },
    folder: "/runs/20261128-120000-0a1b",
    duration: 9.5,
    ...changes,
  });

export function scriptOf(...of: Parameters<typeof render>): FaultScript {
  const rendered = render(...of);
  if (!rendered.supported) throw new Error(rendered.reason);
  return rendered.script;
}

export function reasonOf(...of: Parameters<typeof render>): string {
  const rendered = render(...of);
  return rendered.supported ? "supported" : rendered.reason;
}

const engineSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string(), labels: z.record(z.string(), z.string()) }),
  spec: z.object({
    appinfo: z.object({ appns: z.string(), applabel: z.string(), appkind: z.string() }),
    experiments: z.tuple([
      z.object({
        name: z.string(),
        spec: z.object({ components: z.object({ env: z.array(z.object({ name: z.string(), value: z.string() })) }) }),
      }),
    ]),
  }),
});

/** Who is hit by what, told what, engine by engine. */
export const enginesOf = ({ inject }: FaultScript) =>
  inject.map((step) => {
    if (step.kind !== "engine-start") throw new Error(step.kind);
    const { metadata, spec } = engineSchema.parse(step.engine);
    const [{ name, spec: inner }] = spec.experiments;
    return {
      name: metadata.name,
      labels: metadata.labels,
      at: spec.appinfo,
      experiment: name,
      told: Object.fromEntries(inner.components.env.map((row) => [row.name, row.value])),
    };
  });

/** The example with other workloads. */
export const changed = (change: (workload: WorkloadOutput) => Partial<WorkloadOutput>): Outputs => ({
  ...stack,
  workloads: stack.workloads.map((workload) => ({ ...workload, ...change(workload) })),
});
