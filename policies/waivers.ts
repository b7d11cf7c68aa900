// The project's own waivers. Each has a reason that will end, somebody who answers for it, and its last day.
import type { Waiver } from "./waiver.ts";

export const waiverList: readonly Waiver[] = [];
