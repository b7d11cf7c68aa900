// No two leases at the same time, over random interleavings, losses, delays and restarts.
import fc from "fast-check";
import { expect, test } from "vitest";
import { answer, initialElection, isMajority, leaseMilliseconds, nextTerm, type Ask, type ElectionState } from "./election.ts";

const agents = ["a", "b", "c"] as const;

interface Lease {
  readonly holder: string;
  readonly from: number;
  readonly until: number;
}

/** One agent asks all; each answer may be lost; each agent is asked at a moment of its own after the asking. */
const round = fc.record({
  asker: fc.constantFrom(...agents),
  kind: fc.constantFrom<Ask["kind"]>("renew", "pre-vote", "vote"),
  gap: fc.integer({ min: 0, max: 2_500 }),
  delays: fc.tuple(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 2_000 })),
  lost: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  positions: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)),
});

test("two agents never hold a lease at the same time", () => {
  fc.assert(
    fc.property(fc.array(round, { maxLength: 40 }), (rounds) => {
      const states = new Map<string, ElectionState>(agents.map((name) => [name, initialElection(name)]));
      const leases: Lease[] = [];
      const deliveries: { at: number; run: (at: number) => void }[] = [];
      let clock = 0;
      for (const { asker, kind, gap, delays, lost, positions } of rounds) {
        clock += gap;
        const sentAt = clock;
        const asking = states.get(asker);
        if (asking === undefined) continue;
        const term = kind === "vote" ? nextTerm(asking) : asking.term;
        if (kind === "renew" && asking.leader !== asker) continue;
        let granted = 0;
        agents.forEach((name, index) => {
          const delay = name === asker ? 0 : (delays[index] ?? 0);
          if (name !== asker && lost[index] === true) return;
          deliveries.push({
            at: sentAt + delay,
            run: (at) => {
              const before = states.get(name);
              if (before === undefined) return;
              const [after, reply] = answer(
                before,
                { kind, from: asker, term, position: positions[agents.indexOf(asker)] ?? 0 },
                at,
                positions[index] ?? 0,
              );
              states.set(name, after);
              if (!reply.granted) return;
              granted += 1;
              if (!isMajority(granted, agents.length)) return;
              if (kind === "pre-vote") return;
              leases.push({ holder: asker, from: at, until: sentAt + leaseMilliseconds });
              const winner = states.get(asker);
              if (winner !== undefined && kind === "vote" && term > winner.term) states.set(asker, { ...winner, term, leader: asker });
            },
          });
        });
        deliveries.sort((x, y) => x.at - y.at);
        while (deliveries[0] !== undefined && deliveries[0].at <= clock) {
          const due = deliveries.shift();
          due?.run(due.at);
        }
      }
      for (const { at, run } of deliveries.toSorted((x, y) => x.at - y.at)) run(at);
      for (const [index, one] of leases.entries())
        for (const other of leases.slice(index + 1))
          if (one.holder !== other.holder) expect(Math.max(one.from, other.from)).toBeGreaterThanOrEqual(Math.min(one.until, other.until));
    }),
    { numRuns: 2_000 },
  );
});

test("a candidate with less WAL than the voter is refused, and so is anybody while a promise holds", () => {
  const [promised] = answer(initialElection("b"), { kind: "renew", from: "a", term: 1, position: 0 }, 1_000, null);
  expect(answer(promised, { kind: "vote", from: "c", term: 2, position: 9 }, 1_000 + leaseMilliseconds - 1, 0)[1].granted).toBe(false);
  expect(answer(promised, { kind: "vote", from: "c", term: 2, position: 9 }, 1_000 + leaseMilliseconds, 10)[1].granted).toBe(false);
  expect(answer(promised, { kind: "vote", from: "c", term: 2, position: 10 }, 1_000 + leaseMilliseconds, 10)[1].granted).toBe(true);
});

test("a leader of an older term is refused and learns the newer one", () => {
  const [voted] = answer(initialElection("b"), { kind: "vote", from: "c", term: 5, position: 0 }, 0, null);
  const [led] = answer(voted, { kind: "renew", from: "c", term: 5, position: 0 }, 10, null);
  expect(answer(led, { kind: "renew", from: "a", term: 4, position: 0 }, 10_000, null)[1]).toEqual({ granted: false, term: 5 });
});
