// What Litmus itself says of an engine: its ChaosResult, where it is of that very engine and of none of the same name before it.
import { z } from "zod";
import type { ClusterApi } from "../api/api.ts";
import { metadataSchema } from "../api/objects.ts";
import { resources } from "../api/resources.ts";
import { makerOf, readEngine, type EnginePlace } from "./engine.ts";
import { memoryOf } from "./memory.ts";

const resultSchema = z.looseObject({
  metadata: metadataSchema,
  status: z
    .looseObject({
      experimentStatus: z
        .looseObject({
          phase: z.string().nullish(),
          verdict: z.string().nullish(),
          probeSuccessPercentage: z.string().nullish(),
          failStep: z.string().nullish(),
          errorOutput: z.looseObject({ errorCode: z.string().nullish(), reason: z.string().nullish() }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
export type ChaosResult = z.output<typeof resultSchema>;

export interface ResultPlace extends EnginePlace {
  readonly experiment: string;
}

export interface EngineResult {
  /** Null: there is none of this engine. */
  readonly verdict: string | null;
  /** %; null where the experiment has not ended. */
  readonly probeSuccess: number | null;
  readonly detail: string;
}

/** As Litmus names it. */
export const resultName = ({ engine, experiment }: ResultPlace): string => `${engine}-${experiment}`;
export const parseResult = (object: unknown): ChaosResult => resultSchema.parse(object);

export async function resultOf(api: ClusterApi, place: ResultPlace): Promise<EngineResult> {
  const [engine, result] = await Promise.all([
    readEngine(api, place),
    api.get({ resource: resources.chaosResults, namespace: place.namespace, name: resultName(place) }, resultSchema),
  ]);
  const of = `${place.experiment} of ${place.engine}`;
  if (result === null) return { verdict: null, probeSuccess: null, detail: `Litmus wrote no result for ${of}` };
  const { uids } = memoryOf(api, place, engine);
  const uid = makerOf(result.metadata);
  if (uids.size > 0 && !uids.has(uid))
    return { verdict: null, probeSuccess: null, detail: `the result for ${of} is another engine's, of the same name (UID ${uid || "unknown"})` };
  const { verdict = null, phase, probeSuccessPercentage, failStep, errorOutput } = result.status?.experimentStatus ?? {};
  const why = [failStep, errorOutput?.errorCode, errorOutput?.reason].filter((text) => (text ?? "") !== "" && text !== "N/A").join(": ");
  const share = Number(probeSuccessPercentage ?? Number.NaN);
  return {
    verdict: verdict ?? null,
    probeSuccess: Number.isFinite(share) ? share : null,
    detail: `Litmus says ${verdict ?? "nothing"} of ${of} (${phase ?? "no phase"}; probes ${probeSuccessPercentage ?? "unknown"} %)${why === "" ? "" : `: ${why}`}`,
  };
}

/** An experiment that has come to something; Awaited is nothing yet. */
export const isSettled = (result: ChaosResult): boolean =>
  !["", "Awaited"].includes(result.status?.experimentStatus?.verdict ?? "") && result.status?.experimentStatus?.phase !== "Running";
