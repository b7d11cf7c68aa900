// What is true of a stack only at this moment: which server is primary.
import type { Outputs } from "../../../model/outputs.ts";
import { seconds } from "../../../model/units.ts";
import type { FactsPort, Observer } from "../../ports/fault.ts";

export function createFacts({ postgres, redis }: Outputs, observer: Observer): FactsPort {
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
      return { postgresPrimary, redisPrimary };
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
