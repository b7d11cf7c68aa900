// What passes between the orchestrator, the experts and the response collector.
import { z } from "zod";

export const expertSchema = z.object({ id: z.string(), provider: z.string() });
export type Expert = z.output<typeof expertSchema>;

export const expertListSchema = z.object({ experts: z.array(expertSchema) });

export const questionToExpertSchema = z.strictObject({ expert: z.string(), question: z.string(), context: z.string() });

export const expertAnswerSchema = z.object({ ...expertSchema.shape, answer: z.string().min(1) });
export type ExpertAnswer = z.output<typeof expertAnswerSchema>;

export const collectionSchema = z.strictObject({
  question: z.string(),
  idempotencyKey: z.uuid(),
  answers: z.array(expertAnswerSchema).min(1),
  /** Time from the first question to the last answer. */
  gatheredSeconds: z.number().nonnegative(),
});
export type Collection = z.output<typeof collectionSchema>;
