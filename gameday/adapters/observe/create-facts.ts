// What is true of a stack only at this moment: which server is primary.
import type { Outputs } from "../../../model/outputs.ts";
import { seconds } from "../../../model/units.ts";
import type { FactsPort, Observer } from "../../ports/fault.ts";

export function createFacts({ postgres, redis, clusters, workloads }: Outputs, observer: Observer): FactsPort {
  /** By the labels that only a primary's pod has; null: no such pod is ready, or more than one. */
  const primaryPod = async (service: string): Promise<string | null> => {
    const candidates = workloads.filter((workload) => workload.service === service && workload.primaryLabels !== undefined);
    const looks = await Promise.all(
      candidates.map(async ({ cluster, namespace, labels, primaryLabels }) => {
        const row = clusters.find(({ id }) => id === cluster);
        if (row === undefined) return null;
        const { kubeconfig, context } = row;
        return observer.look({ kind: "pods", cluster: { kubeconfig, context }, namespace, labels: { ...labels, ...primaryLabels }, count: "ready" });
      }),
    );
    const primaries = candidates.filter((_, index) => (looks[index]?.value ?? 0) > 0);
    return primaries.length === 1 ? (primaries[0]?.region ?? primaries[0]?.id ?? null) : null;
  };
  return {
    async facts() {
      const [postgresPrimary, redisPrimary] = await Promise.all([
        first(postgres?.candidates ?? [], async ({ host, port, user, passwordFile, database }) =>
          observer.look({ kind: "postgres", host, port, user, passwordFile, database, query: postgres?.primaryQuery ?? "", timeout: seconds(2) }),
        ),
        first(redis?.candidates ?? [], ({ host, port, user, passwordFile }) =>
          observer.look({ kind: "redis", host, port, user, passwordFile, role: "master", replicas: 1, timeout: seconds(2) }),
        ),
      ]);
      return { postgresPrimary: postgresPrimary ?? (await primaryPod("postgres")), redisPrimary: redisPrimary ?? (await primaryPod("redis")) };
    },
  };
}

interface Named {
  readonly region?: string | undefined;
  readonly process?: string | undefined;
}

async function first<C extends Named>(
  candidates: readonly C[],
  isPrimary: (candidate: C) => Promise<{ readonly held: boolean | null }>,
): Promise<string | null> {
  const answers = await Promise.all(candidates.map(isPrimary));
  const found = candidates.find((_, index) => answers[index]?.held === true);
  return found?.region ?? found?.process ?? null;
}
