// The consensus of any answers: wording does not matter, order decides ties, agreement is a share.
import fc from "fast-check";
import { expect, test } from "vitest";
import { formConsensus, normalise } from "./consensus.ts";

const answers = (...texts: string[]) => texts.map((answer) => ({ answer }));

test("the majority wins whatever its case, spacing and punctuation", () => {
  expect(formConsensus(answers("Scale  out.", "Wait", "SCALE OUT"))).toEqual({ answer: "Scale  out.", agreement: 2 / 3 });
});

test("of three different answers the first stands, and nobody agrees with it", () => {
  expect(formConsensus(answers("a", "b", "c"))).toEqual({ answer: "a", agreement: 1 / 3 });
});

test("without answers there is no consensus", () => {
  expect(formConsensus([])).toBeUndefined();
});

test("the winner is one of the answers, and its share is right", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "A.", "b", " B ", "c"), { minLength: 1, maxLength: 9 }), (texts) => {
      const consensus = formConsensus(answers(...texts));
      const same = texts.filter((text) => normalise(text) === normalise(consensus?.answer ?? ""));
      expect(consensus?.agreement).toBeCloseTo(same.length / texts.length);
      for (const text of texts) expect(same.length).toBeGreaterThanOrEqual(texts.filter((other) => normalise(other) === normalise(text)).length);
    }),
  );
});
