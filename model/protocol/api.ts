// The workload's HTTP interface: between load programs, edges and handlers.
import { z } from "zod";

export const consultationRequestSchema = z.strictObject({
  question: z.string().min(1).max(2_000),
  /** Chosen by the client; a repeated key returns the first consultation and stores nothing. */
  idempotencyKey: z.uuid(),
});

export const consultationSchema = z.object({
  id: z.uuid(),
  question: z.string(),
  answer: z.string().min(1),
  /** Share of the experts that agreed, 0–1. */
  agreement: z.number().min(0).max(1),
  experts: z.int().min(1),
  region: z.string(),
});
export type Consultation = z.output<typeof consultationSchema>;

export const headers = {
  apiKey: "x-api-key",
  /** Region whose clients this one stands for; the entry sends it to the nearest healthy region. */
  clientRegion: "x-client-region",
  /** Region that answered. */
  servedBy: "x-served-by",
} as const;
