// Between `gameday up|status|down local` and the embedded stack's supervisor.
import { z } from "zod";

/** A pid that cannot be mistaken for a later process: start time is field 22 of /proc/<pid>/stat, boot id is /proc/sys/kernel/random/boot_id. */
export const pidRecordSchema = z.strictObject({ pid: z.int().min(2), startTime: z.string(), bootId: z.string() });
export type PidRecord = z.output<typeof pidRecordSchema>;

/** Lines that the supervisor prints on its standard output while it starts, one JSON object each. */
export const startLineSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("part-ready"), part: z.string(), seconds: z.number() }),
  z.strictObject({ type: z.literal("stack-ready"), outputs: z.string().describe("path of outputs.json"), seconds: z.number() }),
  z.strictObject({ type: z.literal("stack-failed"), reason: z.string(), log: z.string() }),
]);
export type StartLine = z.output<typeof startLineSchema>;

/** Behind the name of the stack's folder: the logs of a stack that did not start, until the next start or `down`. */
export const failedLogsSuffix = "-failed-logs";

/** stack.json in the stack's folder. */
export const stackRecordSchema = z.strictObject({
  name: z.string(),
  folder: z.string(),
  supervisor: pidRecordSchema,
  control: z.url().describe("GET /status, PUT /scale, POST /failover"),
  outputs: z.string(),
});
export type StackRecord = z.output<typeof stackRecordSchema>;

export const stackStatusSchema = z.strictObject({
  processes: z.array(
    z.strictObject({
      id: z.string(),
      region: z.string().optional(),
      state: z.enum(["starting", "running", "held", "restarting", "stopped"]),
      pid: z.int().optional(),
      restarts: z.int(),
    }),
  ),
  postgres: z.strictObject({
    primary: z.string().nullable(),
    term: z.int(),
    standbys: z.array(z.strictObject({ region: z.string(), streaming: z.boolean(), lagMilliseconds: z.number().nullable() })),
  }),
  redis: z.strictObject({ primary: z.string().nullable() }),
});
export type StackStatus = z.output<typeof stackStatusSchema>;
