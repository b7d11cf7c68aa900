// What keeps two runs off one stack, and a person's way to say no: a lock with an owner, a kill switch, a hold. The embedded stack's is a folder of
// this machine; a cluster and a cloud have theirs, so that a laptop and a pipeline see the same one.

export interface Refusal {
  readonly reason: string;
  readonly by: string;
  /** Unix ms. */
  readonly at: number;
}

export interface Holder {
  readonly run: string;
  /** The run's folder. */
  readonly folder: string;
  /** False: its controller is gone. */
  readonly alive: boolean;
  /** Gives the lock of a dead controller back. */
  release(): Promise<void>;
}

export interface InterlockPort {
  /** Resolves with what releases the stack. Throws UserError (exit 5) while another controller has it, or the kill switch is set. */
  acquire(run: string, folder: string): Promise<() => Promise<void>>;
  /** The kill switch; null: not set. Rejects when it cannot be read, and then nothing may be injected. */
  stopped(): Promise<Refusal | null>;
  /** A person's hold: runs go on, no further fault goes in. */
  held(): Promise<Refusal | null>;
  /** From then on `onAsked` is told when somebody elsewhere wants the run to end, or has taken it over. */
  watch(onAsked: (by: "command" | "guard", reason: string) => void): void;
}
