// `npm run soak`: ten game days, two hundred crashes, every service under every failure, and the whole life of every environment on the real engine.
// `npm run soak -- game-days 3`, `npm run soak -- crashes 20 7` (times, seed), `npm run soak -- resilience`, `npm run soak -- environments`.
import { z } from "zod";
import { soakCrashes } from "./crashes.ts";
import { soakGameDays } from "./game-days.ts";
import { soaked } from "../test/files.ts";
import { runVitest } from "../test/vitest.ts";

const count = z.coerce.number().int().min(1);
const [what = "all", times, seed] = process.argv.slice(2);
const wanted = z.enum(["all", "game-days", "crashes", "resilience", "environments"]).parse(what);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const includes = (part: typeof wanted): boolean => wanted === "all" || wanted === part;

let failures = 0;
if (includes("game-days")) {
  const asked = count.parse((wanted === "all" ? undefined : times) ?? 10);
  failures += asked - (await soakGameDays(asked, say));
}
if (includes("crashes")) failures += await soakCrashes(count.parse((wanted === "all" ? undefined : times) ?? 200), count.parse(seed ?? 1), say);
if (includes("resilience")) failures += (await runVitest([...soaked], 1)).failures.length;
if (includes("environments")) {
  process.env["GAMEDAY_SOAK"] = "1";
  failures += (await runVitest(["tests/engine/life.heavy.test.ts"], 1)).failures.length;
}
process.exitCode = failures === 0 ? 0 : 1;
