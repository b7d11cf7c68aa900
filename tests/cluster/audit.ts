// What a user asked of a test's API server, from its own audit log.
import { readFile } from "node:fs/promises";
import { z } from "zod";

const callSchema = z.object({
  verb: z.string(),
  user: z.object({ username: z.string() }),
  requestURI: z.string(),
  stage: z.string(),
  objectRef: z.object({ resource: z.string().default(""), namespace: z.string().optional(), name: z.string().optional() }).default({ resource: "" }),
});
export type Call = z.output<typeof callSchema>;

/** Each once: a watch is told of when it begins and when it ends. */
export async function callsOf(log: string, user: string): Promise<readonly Call[]> {
  const lines = (await readFile(log, "utf8").catch(() => "")).split("\n").filter((line) => line.startsWith("{") && line.endsWith("}"));
  return lines
    .map((line) => callSchema.parse(JSON.parse(line)))
    .filter((call) => call.user.username === user && call.stage !== (call.verb === "watch" ? "ResponseComplete" : "ResponseStarted"));
}

/** Those that change something. Asking what one may do is a POST too, and changes nothing. */
export const writesAmong = (calls: readonly Call[]): readonly string[] =>
  calls
    .filter(({ verb, objectRef }) => !["get", "list", "watch"].includes(verb) && objectRef.resource !== "selfsubjectaccessreviews")
    .map(({ verb, requestURI }) => `${verb} ${requestURI}`);
