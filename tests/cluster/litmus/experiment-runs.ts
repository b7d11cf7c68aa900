// Runs of Litmus' own experiments against pods that kwok plays, made and taken back by the driver's own steps: to a pass, to a failure, and stopped half-way.
import { podDelete } from "../../../chaos/litmus/pod/pod-delete.ts";
import type { Experiment } from "../../../chaos/litmus/experiment.ts";
import type { ProbeManifest } from "../../../chaos/litmus/manifest.ts";
import type { Parameters, ValuesOf } from "../../../chaos/litmus/parameter.ts";
import { exist } from "../../../chaos/litmus/parts/probes.ts";
import { renderExperiment } from "../../../chaos/litmus/render.ts";
import { accountOf, rightsOf } from "../../../chaos/litmus/rights.ts";
import { stepSchema, type Step } from "../../../model/fault/fault-script.ts";
import { seconds } from "../../../model/units.ts";
import type { ClusterClient } from "../client.ts";
import { deployment } from "../workloads.ts";

export const shop = "shop";
/** Each run has pods of its own, called as its engine is. */
export const labelsOf = (engine: string) => ({ app: engine });

/** An account for each experiment that is to be run, with no right but those that it needs, and two pods for each engine. */
export async function openShop(
  client: ClusterClient,
  experiments: readonly Pick<Experiment, "name" | "permissions">[],
  engines: readonly string[],
): Promise<void> {
  await client.make({ apiVersion: "v1", kind: "Namespace", metadata: { name: shop } }, ...engines.map((engine) => deployment(shop, engine, 2)));
  for (const experiment of experiments) await client.make(...rightsOf(experiment, { namespace: "litmus", targets: [shop] }));
}

/** One that holds, and one that cannot. */
export const podsAre = (engine: string, operation: "present" | "absent"): readonly ProbeManifest[] => [
  exist(
    `pods-are-${operation}`,
    { version: "v1", resource: "pods", namespace: shop, labelSelector: `app=${engine}`, operation },
    { mode: operation === "present" ? "Edge" : "EOT", every: seconds(1), attempts: operation === "present" ? 5 : 1, timeout: seconds(20) },
  ),
];
export interface RunOf<P extends Parameters> {
  readonly engine: string;
  readonly experiment: Experiment<P>;
  readonly values: ValuesOf<P>;
  readonly probes?: readonly ProbeManifest[];
}

/** Of pod-delete, one pod every few seconds. */
export const deletion = (engine: string, duration: number, probes: readonly ProbeManifest[]): RunOf<typeof podDelete.parameters> => ({
  engine,
  experiment: podDelete,
  values: { duration: seconds(duration), interval: seconds(2), force: true },
  probes,
});

/** As a plan's fault has them. `kubeconfig`: the driver's. */
export function stepsOf<P extends Parameters>(kubeconfig: string, run: RunOf<P>): Record<"start" | "settled" | "stop", Step> {
  const { experiment, engine } = renderExperiment(
    { ...run.experiment, probes: () => [...(run.probes ?? [])] },
    {
      engine: run.engine,
      namespace: "litmus",
      account: accountOf(run.experiment),
      application: { namespace: shop, kind: "deployment", label: ["app", run.engine] },
      labels: { "gameday/run": "experiment-runs" },
      looks: {},
    },
    run.values,
  );
  const place = { cluster: { kubeconfig }, namespace: "litmus" };
  return {
    start: stepSchema.parse({ kind: "engine-start", ...place, experiment, engine }),
    settled: stepSchema.parse({ kind: "engine-settled", ...place, engine: run.engine, experiment: run.experiment.name, limit: 240 }),
    stop: stepSchema.parse({ kind: "engine-stop", ...place, engine: run.engine, limit: 120 }),
  };
}
