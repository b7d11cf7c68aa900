// A ChaosEngine as it is looked at here, and where it is.
import { z } from "zod";
import type { ClusterApi, Named } from "../api/api.ts";
import { metadataSchema } from "../api/objects.ts";
import { resources } from "../api/resources.ts";

export const engineSchema = z.looseObject({
  metadata: metadataSchema,
  spec: z.looseObject({
    engineState: z.string().default(""),
    appinfo: z.looseObject({ appns: z.string().optional() }).nullish(),
    experiments: z.array(z.looseObject({ name: z.string() })).nullish(),
  }),
  status: z.looseObject({ engineStatus: z.string().nullish() }).nullish(),
});
export type Engine = z.output<typeof engineSchema>;

export interface EnginePlace {
  /** Where engines are made. */
  readonly namespace: string;
  readonly engine: string;
}

export const enginePlace = ({ namespace, engine }: EnginePlace): Named => ({ resource: resources.chaosEngines, namespace, name: engine });

/** Null: there is none of that name. */
export const readEngine = (api: ClusterApi, place: EnginePlace): Promise<Engine | null> => api.get(enginePlace(place), engineSchema);

/** Litmus' label of all that an engine made: its UID. */
export const uidLabel = "chaosUID";

/** Empty: no engine made it. */
export const makerOf = ({ labels }: { readonly labels: Readonly<Record<string, string>> }): string => labels[uidLabel] ?? "";
