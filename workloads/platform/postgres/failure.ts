// Which failures of Postgres mean "this server cannot do it now" rather than "this statement is wrong".

/** SQLSTATE of the trigger that refuses writes once the server's lease has run out. */
const leaseRunOut = "PG001";

const passing = new Set([
  leaseRunOut,
  "25006", // read-only: a standby
  "57014", // cancelled: the statement timeout
  "57P01", // shut down by an administrator
  "57P02", // crashed
  "57P03", // starting up
  "53300", // too many connections
  "40001", // serialisation failure
  "40P01", // deadlock
  "55P03", // lock not available
]);

/** No server could do it within the time there was. */
export class DatabaseUnavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}

/** True when the same statement may work a moment later, or on another server. */
export function isPassing(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (passing.has(code) || code.startsWith("08")) return true;
  // A five-character code is the server's own word about the statement; without one the connection failed.
  return !/^[0-9A-Z]{5}$/.test(code);
}
