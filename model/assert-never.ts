// Marks a switch as exhaustive.

/** Fails to compile when a union gains a member that the switch does not handle; throws if reached at run time. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
