// Crashes at random: a victim and a moment drawn by a seed, again and again; what survives them, and how long the slowest heal takes.
import fc from "fast-check";
import { Gameday } from "../../tests/gameday-process.ts";
import { lookAt, readOutputs } from "../../tests/clean.ts";
import { crash, moments, same, victims } from "../../tests/crash-points.ts";

/** Resolves with the number of crashes after which something was left. The stack is used again only after it was seen to be clean. */
export async function soakCrashes(times: number, seed: number, say: (text: string) => void): Promise<number> {
  const points = fc.sample(fc.record({ moment: fc.constantFrom(...moments), victim: fc.constantFrom(...victims) }), { numRuns: times, seed });
  let [survivors, slowest] = [0, 0];
  for (let done = 0; done < times;) {
    await using gameday = await Gameday.create();
    const up = await gameday.run("up", "local");
    if (up.code !== 0) throw new Error(`the stack did not come up:\n${up.output}`);
    const outputs = await readOutputs(/outputs: (.*)$/m.exec(up.output)?.[1] ?? "");
    const before = await lookAt(outputs, gameday.home);
    for (let clean = true; clean && done < times;) {
      const { moment, victim } = points[done] ?? { moment: moments[0], victim: victims[0] };
      const { look, secondsToClean } = await crash(gameday, outputs, moment, victim, before);
      await gameday.run("resume", "--finish");
      clean = secondsToClean !== null && same(await lookAt(outputs, gameday.home), before);
      done += 1;
      slowest = Math.max(slowest, secondsToClean ?? 0);
      if (!clean) survivors += 1;
      say(
        `${String(done).padStart(4)} of ${times}  ${victim} at ${moment}: ${secondsToClean === null ? `NOT CLEAN: ${JSON.stringify(look)}` : `clean after ${secondsToClean.toFixed(1)} s`}`,
      );
    }
  }
  say(`crashes: ${survivors} of ${times} left something; slowest heal ${slowest.toFixed(1)} s; seed ${seed}`);
  return survivors;
}
