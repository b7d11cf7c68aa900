// A batch of follow-ups: settled when announced, put off when nobody answers, and one bad message costs only itself.
import { expect, test } from "vitest";
import { processBatch, type Announcement } from "./processing.ts";

function setUp(announce: (ids: readonly string[]) => Announcement, exhausted: readonly string[] = []) {
  const seen: string[] = [];
  const note = (what: string, ids: readonly string[]) => void (ids.length > 0 && seen.push(`${what} ${ids.join()}`));
  return {
    seen,
    processing: {
      followUps: {
        finish: async (ids: readonly string[]) => (note("finish", ids), [...ids]),
        later: async (ids: readonly string[]) => note("later", ids),
        giveUp: async (ids: readonly string[]) => (note("give up", ids), [...ids]),
        failed: async (ids: readonly string[]) => {
          note("failed", ids);
          return { again: ids.filter((id) => !exhausted.includes(id)), exhausted: ids.filter((id) => exhausted.includes(id)) };
        },
      },
      announce: async (ids: readonly string[]) => announce(ids),
      bury: async (id: string) => note("bury", [id]),
      counted: (outcome: string, count: number) => void (count > 0 && seen.push(`${count} ${outcome}`)),
    },
  };
}

test("an announced batch is finished at once", async () => {
  const { seen, processing } = setUp(() => "done");
  await processBatch(["a", "b"], processing);
  expect(seen).toEqual(["finish a,b", "2 done"]);
});

test("when nobody answers no try is counted", async () => {
  const { seen, processing } = setUp(() => "unreachable");
  await processBatch(["a", "b"], processing);
  expect(seen).toEqual(["later a,b", "2 retried"]);
});

test("one bad message among good ones fails alone", async () => {
  const { seen, processing } = setUp((ids) => (ids.includes("bad") ? "failed" : "done"));
  await processBatch(["a", "bad", "c", "d"], processing);
  expect(seen).toEqual(["finish a", "1 done", "failed bad", "1 retried", "finish c,d", "2 done"]);
});

test("after its last try a message is dead, in the table and on the stream", async () => {
  const { seen, processing } = setUp(() => "failed", ["bad"]);
  await processBatch(["bad"], processing);
  expect(seen).toEqual(["failed bad", "give up bad", "1 dead", "bury bad"]);
});
