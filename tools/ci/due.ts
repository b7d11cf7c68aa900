// `node tools/ci/due.ts <cron or name>`: which game day of the calendar is meant, as lines for GITHUB_OUTPUT.
import { schedules, type Schedule } from "../../chaos/schedules/schedules.ts";

/** By its name, or by the UTC time that GitHub's scheduler started it for. Throws Error with the names there are. */
export function dueGameDay(wanted: string): Schedule {
  const rows: readonly Schedule[] = schedules;
  const found = rows.find(({ name }) => name === wanted) ?? rows.find(({ utcCron, automatic }) => automatic && utcCron === wanted);
  if (found === undefined)
    throw new Error(`no game day is called, or is due at, ${JSON.stringify(wanted)}: there are ${rows.map(({ name }) => name).join(", ")}`);
  return found;
}

if (import.meta.main) {
  const { name, plan, stack, deadlineMinutes } = dueGameDay(process.argv[2] ?? "");
  process.stdout.write(`name=${name}\nplan=${plan}\nstack=${stack}\nminutes=${deadlineMinutes}\n`);
}
