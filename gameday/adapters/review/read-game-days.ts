// One state's plans and calendar, as its own program has them.
import { z } from "zod";
import { runBare } from "./record-side.ts";

const gameDaysSchema = z.object({
  plans: z.record(z.string(), z.unknown()),
  schedules: z.array(z.object({ name: z.string(), plan: z.string(), stack: z.string(), cron: z.string() })),
});
export type ReadGameDays = z.output<typeof gameDaysSchema>;

/** A state of before there was a calendar has none. */
const program = `
const { plans } = await import("./chaos/plans/catalogue.ts");
const schedules = await import("./chaos/schedules/schedules.ts").then((room) => room.schedules, (error) => {
  if (error.code === "ERR_MODULE_NOT_FOUND") return [];
  throw error;
});
process.stdout.write(JSON.stringify({ plans, schedules }));
`;

/** Null where they cannot be read. */
export async function readGameDays(folder: string): Promise<ReadGameDays | null> {
  const { code, stdout } = await runBare(folder, [process.execPath, "--input-type=module", "--eval", program]);
  if (code !== 0) return null;
  const parsed = gameDaysSchema.safeParse(JSON.parse(stdout));
  return parsed.success ? parsed.data : null;
}
