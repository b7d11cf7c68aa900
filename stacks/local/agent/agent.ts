// A region's agent: takes part in elections, keeps the write lease while it leads, and keeps its region's Postgres in the role it should have.
import type { RegionDatabase } from "./database.ts";
import { answer, isMajority, leaseMilliseconds, nextTerm, renewMilliseconds, type Answer, type Ask, type ElectionState } from "./election.ts";
import { askPeer } from "./peers.ts";
import type { AgentConfiguration } from "./configuration.ts";

/** A standby that streams nothing from a healthy leader for this long is cloned anew. */
const strandedMilliseconds = 8_000;
/** As is one that ended this often, one start after the other, without ever streaming. */
const fruitlessStarts = 3;

export class RegionAgent {
  state: ElectionState;
  readonly #configuration: AgentConfiguration;
  readonly #database: RegionDatabase;
  readonly #keep: (state: ElectionState) => void;
  readonly #say: (text: string) => void;
  #heardAt: number;
  /** When a majority last granted a renewal; a leader that is started again has as long as any other. */
  #renewedAt = Date.now();
  #standAfter = 0;
  #streamedAt = Date.now();
  #startsWithoutStream = 0;
  #position: number | null = null;
  #stopping = false;

  constructor(
    configuration: AgentConfiguration,
    database: RegionDatabase,
    state: ElectionState,
    keep: (state: ElectionState) => void,
    say: (text: string) => void,
  ) {
    [this.#configuration, this.#database, this.state, this.#keep, this.#say] = [configuration, database, state, keep, say];
    this.#heardAt = configuration.first ? 0 : Date.now();
  }

  get leads(): boolean {
    return this.state.leader === this.state.self;
  }

  /** Another agent asks; the promise is on disk before the answer goes out. */
  receive(ask: Ask): Answer {
    const before = this.state.leader;
    const [state, reply] = answer(this.state, ask, Date.now(), this.#position);
    this.#set(state);
    if (reply.granted) this.#heardAt = Date.now();
    if (before !== state.leader) this.#say(`${state.leader ?? "nobody"} leads in term ${state.term}`);
    return reply;
  }

  /** Runs until stop(): elections and lease on one beat, the server's role on another, so that a slow clone delays no promise. */
  async run(): Promise<void> {
    await Promise.all([this.#beat(() => this.#elect()), this.#beat(() => this.#keepRole())]);
  }

  stop(): void {
    this.#stopping = true;
  }

  /** Hands leadership to another region: asks for no more grants, so that the other may stand. For failing back. */
  stepDown(): void {
    this.#heardAt = Date.now() + leaseMilliseconds;
    this.#set({ ...this.state, leader: null });
  }

  /** Stands at once, though nobody is missing. For failing back. */
  standNow(): void {
    this.#heardAt = 0;
  }

  async #beat(work: () => Promise<void>): Promise<void> {
    while (!this.#stopping) {
      const started = Date.now();
      await work().catch((error: unknown) => this.#say(error instanceof Error ? error.message : String(error)));
      await new Promise((resolve) => setTimeout(resolve, Math.max(20, renewMilliseconds - (Date.now() - started))));
    }
  }

  async #elect(): Promise<void> {
    const view = this.#database.held ? null : await this.#database.view();
    this.#position = view?.position ?? null;
    if (view === null) return; // Without its server a region neither leads nor stands.
    if (this.leads) return this.#renew();
    const lonely = Date.now() - this.#heardAt > this.#configuration.patienceMilliseconds && Date.now() > this.#standAfter;
    const mayStand = this.#configuration.first || !this.#configuration.failoverOff;
    if (lonely && mayStand) await this.#stand(view.position);
  }

  async #renew(): Promise<void> {
    const sentAt = Date.now();
    const answers = await this.#askAll({ kind: "renew", from: this.state.self, term: this.state.term, position: 0 });
    if (isMajority(answers.filter(({ granted }) => granted).length, this.#agents)) {
      this.#renewedAt = sentAt;
      if (this.leads) await this.#database.setLease(sentAt + leaseMilliseconds, this.state.term);
      return;
    }
    if (!this.leads) return;
    if (Date.now() - this.#renewedAt >= leaseMilliseconds) return this.#giveUp();
    // Others have voted in a later term and nobody leads in it: ask for one after that. The promises made to this agent let them grant it.
    const later = Math.max(...answers.map(({ term }) => term));
    if (later > this.state.term) {
      this.#set({ ...this.state, votedTerm: Math.max(this.state.votedTerm, later) });
      await this.#stand((await this.#database.view())?.position ?? 0);
    }
  }

  /**
   * Its lease has run out: another may lead by now. Renewing on would promise this agent to itself for ever, and it would refuse to hear of the next
   * leader. It may stand again at once, and is asked whether it would win before it promises anything.
   */
  #giveUp(): void {
    this.#say(`no majority renewed the lease of term ${this.state.term}: it has run out`);
    this.#heardAt = 0;
    this.#set({ ...this.state, leader: null });
  }

  async #stand(position: number): Promise<void> {
    const term = nextTerm(this.state);
    const polled = await this.#askAll({ kind: "pre-vote", from: this.state.self, term, position });
    if (!isMajority(polled.filter((reply) => reply.granted).length, this.#agents)) return this.#learn(polled);
    const sentAt = Date.now();
    const answers = await this.#askAll({ kind: "vote", from: this.state.self, term, position });
    const granted = answers.filter((reply) => reply.granted).length;
    if (!isMajority(granted, this.#agents) || this.state.term >= term) {
      this.#standAfter = Date.now() + Math.random() * leaseMilliseconds; // Two that stand at once must not do so again and again.
      return this.#learn(answers);
    }
    if (Date.now() >= sentAt + leaseMilliseconds) return; // The votes came too late to be of use.
    this.#say(`elected in term ${term} by ${granted} of ${this.#agents} agents`);
    this.#set({ ...this.state, term, leader: this.state.self });
    this.#heardAt = Date.now();
    this.#renewedAt = sentAt;
    if ((await this.#database.view())?.primary === false) {
      await this.#database.promote();
      this.#say("this region's server is promoted");
    }
    await this.#renew();
  }

  /** Terms that others have voted in, so that the next one asked for is newer. */
  #learn(answers: readonly Answer[]): void {
    this.#set({ ...this.state, votedTerm: Math.max(this.state.votedTerm, ...answers.map(({ granted, term }) => (granted ? 0 : term))) });
  }

  async #askAll(ask: Ask): Promise<Answer[]> {
    const [state, own] = answer(this.state, ask, Date.now(), null);
    this.#set(state);
    if (!own.granted) return [own];
    const others = await Promise.all(this.#configuration.peers.map(({ url }) => askPeer(url, ask)));
    return [own, ...others.filter((reply) => reply !== null)];
  }

  /** Makes the region's server what it should be. Each call does at most one thing and looks again next time. */
  async #keepRole(): Promise<void> {
    const { leader } = this.state;
    if (this.#database.held) return;
    const follows = leader !== null && leader !== this.state.self;
    if (!(await this.#database.server.running())) {
      await this.#database.disconnect();
      if (follows && this.#database.isStandbyData !== true) return this.#clone(leader, "was primary when it ended");
      if (this.#database.isStandbyData === null) return;
      if (follows && this.#startsWithoutStream >= fruitlessStarts) return this.#clone(leader, `ended ${fruitlessStarts} times without streaming`);
      this.#startsWithoutStream += 1;
      await this.#database.server.start();
      this.#streamedAt = Date.now();
      return;
    }
    const view = await this.#database.view();
    if (view === null || !follows) return;
    if (view.primary) return this.#clone(leader, "is primary while another region leads");
    if ((await this.#database.upstream()) !== leader) {
      await this.#database.follow(leader);
      this.#streamedAt = Date.now();
      this.#say(`follows ${leader}`);
      return;
    }
    if (view.streaming) [this.#streamedAt, this.#startsWithoutStream] = [Date.now(), 0];
    const leaderHeard = Date.now() - this.#heardAt < leaseMilliseconds;
    if (leaderHeard && Date.now() - this.#streamedAt > strandedMilliseconds) await this.#clone(leader, "cannot follow");
  }

  async #clone(leader: string, why: string): Promise<void> {
    this.#say(`this region's server ${why}: cloning it from ${leader}`);
    await this.#database.cloneFrom(leader);
    [this.#streamedAt, this.#startsWithoutStream] = [Date.now(), 0];
    this.#say(`cloned from ${leader}`);
  }

  get #agents(): number {
    return this.#configuration.peers.length + 1;
  }

  #set(state: ElectionState): void {
    if (JSON.stringify(state) === JSON.stringify(this.state)) return;
    this.#keep(state);
    this.state = state;
  }
}
