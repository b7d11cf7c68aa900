// Time, as the controller sees it: real, or moved by hand in tests.

export interface Clock {
  /** Unix ms. */
  now(): number;
  /** Resolves after `milliseconds`, or at once when the signal aborts (it never rejects). */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
