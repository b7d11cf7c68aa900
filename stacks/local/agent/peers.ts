// Asking the other agents, through the proxies between the regions.
import { z } from "zod";
import type { Answer, Ask } from "./election.ts";

const answerSchema = z.object({ granted: z.boolean(), term: z.int() });
/** Above the longest round trip of the table (212 ms), with room for a connection and a busy machine; below the lease. */
const limitMilliseconds = 1_200;

/** Null when it does not answer in time. */
export async function askPeer(url: string, ask: Ask): Promise<Answer | null> {
  try {
    const response = await fetch(new URL("/ask", url), {
      method: "POST",
      body: JSON.stringify(ask),
      headers: { "content-type": "application/json" },
      signal: AbortSignal.timeout(limitMilliseconds),
    });
    return answerSchema.parse(await response.json());
  } catch {
    return null;
  }
}
