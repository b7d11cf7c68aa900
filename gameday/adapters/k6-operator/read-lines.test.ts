// A log that is read in pieces: each line once whatever is cut off and repeated, and a piece that is missing is known to be.
import fc from "fast-check";
import { expect, test } from "vitest";
import { ReadLines } from "./read-lines.ts";

const start = Date.parse("2026-11-28T20:00:00Z");
/** Several lines may have one time. */
const logs = fc
  .array(fc.integer({ min: 0, max: 900 }), { minLength: 1, maxLength: 60 })
  .map((gaps) => gaps.reduce<number[]>((times, gap) => [...times, (times.at(-1) ?? start) + Math.floor(gap / 3)], []))
  .map((times) => times.map((at, index) => `${new Date(at).toISOString()} line ${index % 7}`));

/** What a server gives of it, to the second. */
const from = (log: readonly string[], since: string | null): readonly string[] => log.filter((line) => since === null || line >= since.slice(0, -1));

test("wherever the readings are cut off, each line is there once, and nothing is missing", () => {
  fc.assert(
    fc.property(logs, fc.array(fc.nat(60), { maxLength: 5 }), (log, cuts) => {
      const lines = new ReadLines();
      const kept: string[] = [];
      for (const cut of [...cuts, log.length]) {
        const until = Math.max(cut, kept.length);
        lines.begin();
        for (const line of from(log.slice(0, until), lines.since)) kept.push(...(lines.take(line) === null ? [] : [line]));
      }
      lines.end();
      expect(kept).toEqual(log);
      expect(lines.whole).toBe(true);
    }),
  );
});

test("a log that was rotated between two readings is not whole, also where nothing came after it", () => {
  fc.assert(
    fc.property(logs, fc.nat(59), fc.boolean(), (log, cut, more) => {
      const read = Math.min(cut, log.length - 1) + 1;
      const lines = new ReadLines();
      lines.begin();
      log.slice(0, read).forEach((line) => lines.take(line));
      expect(lines.whole).toBe(true);
      lines.begin();
      if (more) lines.take(`${new Date(start + 3_600_000).toISOString()} behind the rotation`);
      lines.end();
      expect(lines.whole).toBe(false);
    }),
  );
});

test("what the kubelet says instead of a log is no line of it", () => {
  const lines = new ReadLines();
  lines.begin();
  expect(lines.take("unable to retrieve container logs for containerd://12ab")).toContain("unable");
  lines.end();
  expect(lines.whole).toBe(false);
});
