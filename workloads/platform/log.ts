// JSON lines on standard output; the same complaint a thousand times a second becomes a few lines and a count.
import { setTimeout as after } from "node:timers";

const maximumErrorsPerSecond = 3;

type Fields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  info(message: string, fields?: Fields): void;
  /** Rate-limited. `cause` is told by its message and code, never by its stack. */
  error(message: string, cause?: unknown, fields?: Fields): void;
}

export function createLog(id: string, write: (line: string) => void = (line) => void process.stdout.write(line)): Log {
  let written = 0;
  let suppressed = 0;
  const line = (level: string, message: string, fields: Fields) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), level, id, message, ...fields })}\n`);
  const openWindow = () => {
    if (written > 0) return;
    after(() => {
      if (suppressed > 0) line("error", "more errors in this second", { suppressed });
      written = 0;
      suppressed = 0;
    }, 1_000).unref();
  };
  return {
    info: (message, fields = {}) => line("info", message, fields),
    error: (message, cause, fields = {}) => {
      openWindow();
      written += 1;
      if (written > maximumErrorsPerSecond) suppressed += 1;
      else line("error", message, cause === undefined ? fields : { ...fields, cause: describe(cause) });
    },
  };
}

/** One line about an error, with its code and its causes. */
export function describe(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) return cause.errors.map(describe).join(", ");
  if (!(cause instanceof Error)) return String(cause);
  const code = "code" in cause && typeof cause.code === "string" ? `${cause.code}: ` : "";
  const below = cause.cause === undefined ? "" : ` (${describe(cause.cause)})`;
  return `${code}${cause.message === "" ? cause.name : cause.message}${below}`;
}
