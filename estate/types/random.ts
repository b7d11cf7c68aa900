// What is drawn at random and kept.
import type { TypeTable } from "./facts.ts";

export const randomTypes = {} as const satisfies TypeTable;
