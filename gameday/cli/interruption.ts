// Ctrl-C and its like, for commands that have something to take down before they end.
import { UserError } from "../../model/user-error.ts";
import { exitCodes } from "../../model/verdict.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface Interruption extends Disposable {
  /** Aborted by the first of the signals; those that follow change nothing. */
  readonly signal: AbortSignal;
}

/** From here on the signals do not end the process: whoever asks for this must look at `signal`. */
export function watchForInterruption(): Interruption {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => controller.abort(interrupted(name));
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}

const interrupted = (name: string): UserError => new UserError(`interrupted by ${name}; nothing was left running`, [], exitCodes.aborted);
