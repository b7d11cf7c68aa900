// What every object of a cluster has, as far as it is looked at here.
import { z } from "zod";

const texts = z
  .record(z.string(), z.string())
  .nullish()
  .transform((map): Readonly<Record<string, string>> => map ?? {});

export const metadataSchema = z.looseObject({
  name: z.string().default(""),
  namespace: z.string().optional(),
  uid: z.string().default(""),
  resourceVersion: z.string().default(""),
  creationTimestamp: z.string().nullish(),
  deletionTimestamp: z.string().nullish(),
  labels: texts,
  annotations: texts,
  finalizers: z.array(z.string()).nullish(),
  ownerReferences: z.array(z.looseObject({ kind: z.string(), name: z.string(), uid: z.string() })).nullish(),
});

export const objectSchema = z.looseObject({ metadata: metadataSchema });
export type KubeObject = z.output<typeof objectSchema>;

/** To be sent. */
export type Manifest = Readonly<Record<string, unknown>>;

/** "a=b,c=d" */
export const selectorText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");

export const hasLabels = (labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean =>
  Object.entries(wanted).every(([key, value]) => labels[key] === value);
