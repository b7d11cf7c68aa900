// `npm run soak`: ten game days, then two hundred crashes. `npm run soak -- game-days 3`, `npm run soak -- crashes 20 7` (times, seed).
import { z } from "zod";
import { soakCrashes } from "./crashes.ts";
import { soakGameDays } from "./game-days.ts";

const count = z.coerce.number().int().min(1);
const [what = "both", times, seed] = process.argv.slice(2);
const wanted = z.enum(["both", "game-days", "crashes"]).parse(what);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

let failures = 0;
if (wanted !== "crashes") {
  const asked = count.parse(times ?? 10);
  failures += asked - (await soakGameDays(asked, say));
}
if (wanted !== "game-days") failures += await soakCrashes(wanted === "both" ? 200 : count.parse(times ?? 200), count.parse(seed ?? 1), say);
process.exitCode = failures === 0 ? 0 : 1;
