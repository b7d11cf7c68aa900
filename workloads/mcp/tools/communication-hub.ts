// Communication Hub: announces consultations whose follow-up begins, once each, and tells which were announced last.
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { tool, type Tool } from "../tool.ts";

/** Announcements that arrive within this time go out together. */
const windowMilliseconds = 5;
const remembered = 1_000;

export function createCommunicationHub(): readonly Tool[] {
  const announced = new Set<string>();
  let window: Promise<void> | undefined;
  const nextWindow = (): Promise<void> => (window ??= sleep(windowMilliseconds).then(() => (window = undefined)));

  return [
    tool(
      "communication_hub.announce",
      "Announces follow-ups; one that was announced before is not announced again.",
      z.object({ consultations: z.array(z.uuid()).min(1).max(1_000) }),
      async ({ consultations }) => {
        await nextWindow();
        let fresh = 0;
        for (const id of consultations) {
          if (announced.has(id)) continue;
          announced.add(id);
          fresh += 1;
        }
        for (const id of announced) {
          if (announced.size <= remembered) break;
          announced.delete(id);
        }
        return JSON.stringify({ announced: fresh });
      },
    ),
    tool("communication_hub.recent", "How many follow-ups were announced lately, and the last one.", z.object({}), async () => {
      await nextWindow();
      return JSON.stringify({ announced: announced.size, last: [...announced].at(-1) ?? null });
    }),
  ];
}
