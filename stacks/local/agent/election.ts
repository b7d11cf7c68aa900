// Who may accept writes: a lease that a majority of region agents grants. Pure: (state, message, now) → state and answer.
//
// Safety rests on promises alone. An agent that grants promises not to grant to anybody else for `leaseMilliseconds`; a leader writes only until
// `leaseMilliseconds` after it *asked*. Two majorities share an agent, so two leases never overlap. Terms only say whose data is newer.
// Clocks: one machine, one clock. Across machines the lease must be shortened by the bound of their drift.

export const leaseMilliseconds = 3_000;
export const renewMilliseconds = 500;
/** A follower that has heard from no leader for this long stands for election; each region a little later than the one before. */
export const patienceMilliseconds = 3_500;

export interface ElectionState {
  readonly self: string;
  /** The highest term in which somebody was seen to lead. */
  readonly term: number;
  readonly leader: string | null;
  /** The highest term in which this agent voted. */
  readonly votedTerm: number;
  readonly promisedTo: string | null;
  /** Unix ms. */
  readonly promisedUntil: number;
}

export interface Ask {
  /** A pre-vote asks whether a vote would be granted, and promises nothing: who cannot win must not tie up promises (Raft, §9.6). */
  readonly kind: "renew" | "pre-vote" | "vote";
  readonly from: string;
  readonly term: number;
  /** How much WAL the asking region's server has, as a number of bytes; not used by renewals. */
  readonly position: number;
}

export interface Answer {
  readonly granted: boolean;
  /** The answering agent's term, so that one that is behind learns of it. */
  readonly term: number;
}

export const initialElection = (self: string): ElectionState => ({ self, term: 0, leader: null, votedTerm: 0, promisedTo: null, promisedUntil: 0 });

/** `ownPosition`: WAL of this region's server; null when it cannot be asked, and then it is no reason to refuse. */
export function answer(state: ElectionState, ask: Ask, now: number, ownPosition: number | null): readonly [ElectionState, Answer] {
  const refuse = [state, { granted: false, term: Math.max(state.term, state.votedTerm) }] as const;
  const promisedElsewhere = state.promisedTo !== null && state.promisedTo !== ask.from && now < state.promisedUntil;
  if (promisedElsewhere) return refuse;
  const promise = { promisedTo: ask.from, promisedUntil: now + leaseMilliseconds };
  if (ask.kind === "renew") {
    const stale = ask.term < state.term || (ask.term === state.term && state.leader !== null && state.leader !== ask.from);
    if (stale) return refuse;
    return [
      { ...state, ...promise, term: ask.term, leader: ask.from },
      { granted: true, term: ask.term },
    ];
  }
  const fresh = ask.term > state.term && (ask.term > state.votedTerm || (ask.term === state.votedTerm && state.promisedTo === ask.from));
  if (!fresh || (ownPosition !== null && ask.position < ownPosition)) return refuse;
  const granted = { granted: true, term: ask.term };
  return ask.kind === "pre-vote" ? [state, granted] : [{ ...state, ...promise, votedTerm: ask.term }, granted];
}

/** The term that a candidate asks for. */
export const nextTerm = (state: ElectionState): number => Math.max(state.term, state.votedTerm) + 1;

/** A majority of all agents has granted; the asking agent's own grant is among them. */
export const isMajority = (granted: number, agents: number): boolean => granted * 2 > agents;
