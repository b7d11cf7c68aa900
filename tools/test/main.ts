// `npm test`: every room's tests, the quick ones first, the heavy ones, then those that start the real stack: two at a time, and alone
// those that judge what the machine can do. Minutes of each room, what failed, then the sum.
import { aloneFiles, heavyFiles, rooms, stackFiles, testFiles } from "./files.ts";
import { ensurePrograms } from "../programs/ensure.ts";
import { programNames } from "../programs/table.ts";
import { secondLook } from "./second-look.ts";
import { runVitest, type Outcome } from "./vitest.ts";

const say = (text: string): void => void process.stdout.write(`${text}\n`);
await ensurePrograms(programNames, say);

const wanted = process.argv.slice(2);
const quick = rooms().filter((room) => wanted.length === 0 || wanted.includes(room));
const outcomes: { readonly name: string; readonly minutes: number; readonly outcome: Outcome }[] = [];

for (const room of quick) await timed(room, testFiles(room), 2);
for (const room of quick) await timed(`${room}, heavy`, heavyFiles(room), 2);
for (const room of quick) await timed(`${room}, on the real stack`, stackFiles(room), 2);
for (const room of quick) await timed(`${room}, on the real stack, alone`, aloneFiles(room), 1);

const passedAtOnce = outcomes.reduce((sum, { outcome }) => sum + outcome.passed, 0);
const { failures, unsteady } = await secondLook(
  outcomes.flatMap(({ outcome }) => outcome.failures),
  (files) => timed("failed beside others, once more alone", files, 1),
);

for (const { name, minutes, outcome } of outcomes)
  say(`${name.padEnd(37)} ${minutes.toFixed(2).padStart(6)} min  ${outcome.passed} passed, ${outcome.failures.length} failed`);
const skipped = outcomes.flatMap(({ outcome }) => outcome.skipped);
for (const { name, reason } of skipped) say(`skipped: ${name}: ${reason}`);
const unexplained = skipped.filter(({ reason }) => reason === "").length;
const forbidden = process.env["CI"] === undefined ? unexplained : skipped.length;
// Last, where also a log that was cut off at its beginning has them.
for (const { name, message } of unsteady) say(`\nunsteady, failed beside others and passed alone: ${name}\n${message.slice(0, 2_000)}`);
for (const { name, message } of failures) say(`\nfailed: ${name}\n${message.slice(0, 2_000)}`);
const failed = failures.length + forbidden;
if (forbidden > 0)
  say(`${forbidden} skipped tests count as failed: ${process.env["CI"] === undefined ? "they give no reason" : "in CI nothing may be skipped"}`);
const passed = passedAtOnce + unsteady.length;
say(
  `${passed} passed, ${failed} failed${unsteady.length === 0 ? "" : `, ${unsteady.length} unsteady`}${skipped.length === 0 ? "" : `, ${skipped.length} skipped`}`,
);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function timed(name: string, files: readonly string[], workers: number): Promise<Outcome> {
  if (files.length === 0) return { passed: 0, failures: [], skipped: [] };
  const started = Date.now();
  say(`\n── ${name}: ${files.length} files`);
  const outcome = await runVitest(files, workers);
  outcomes.push({ name, minutes: (Date.now() - started) / 60_000, outcome });
  return outcome;
}
