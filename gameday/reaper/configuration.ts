// What the reaper is told by its pod: where runs leave something, and how long healing may take.
import { z } from "zod";
import { parseDocument } from "../../model/parse.ts";

const names = z.string().transform((text) =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== ""),
);

const schema = z.object({
  GAMEDAY_CHAOS_NAMESPACE: z.string().min(1).default("litmus"),
  GAMEDAY_LOAD_NAMESPACE: z.string().min(1).default("load"),
  GAMEDAY_NAMESPACES: names.describe("of workloads, with commas between"),
  GAMEDAY_HEAL_SECONDS: z.coerce.number().positive().default(300),
  GAMEDAY_LOOK_SECONDS: z.coerce.number().positive().default(5),
  GAMEDAY_ALIVE_FILE: z.string().optional().describe("written each few seconds, for the pod's probes"),
  /** Kubernetes gives each pod its name as this. */
  HOSTNAME: z.string().default("reaper"),
});

/** Throws UserError with all that is wrong. */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>) {
  const read = parseDocument(schema, { ...environment }, "the reaper's environment");
  return {
    name: `reaper ${read.HOSTNAME}`,
    limitSeconds: read.GAMEDAY_HEAL_SECONDS,
    lookMilliseconds: read.GAMEDAY_LOOK_SECONDS * 1_000,
    aliveFile: read.GAMEDAY_ALIVE_FILE,
    places: {
      chaosNamespace: read.GAMEDAY_CHAOS_NAMESPACE,
      loadNamespace: read.GAMEDAY_LOAD_NAMESPACE,
      workloadNamespaces: read.GAMEDAY_NAMESPACES,
    },
  };
}
