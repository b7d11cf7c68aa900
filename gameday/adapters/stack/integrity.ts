// Reads accepted writes back from where the stack says they are kept: the Postgres primary of the moment.
import { readFile } from "node:fs/promises";
import { Client } from "pg";
import { z } from "zod";
import type { Outputs } from "../../../model/outputs.ts";
import type { Clock } from "../../ports/clock.ts";
import type { IntegrityPort, IntegrityReport } from "../../ports/stack.ts";

const limitMilliseconds = 30_000;
/** Of one query: the server's own limit, and ours for a server that stands still. */
const queryMilliseconds = 10_000;
const copiesRow = z.array(z.object({ id: z.string(), copies: z.coerce.number() }));
const queueRow = z.array(z.object({ id: z.string(), state: z.enum(["done", "pending", "dead", "lost", "doubled"]) }));

/** Null where the outputs have no integrity queries or no Postgres. */
export function createIntegrity(outputs: Outputs, clock: Clock, limit = queryMilliseconds): IntegrityPort | null {
  const { integrity, postgres } = outputs;
  if (integrity === undefined || postgres === undefined) return null;
  return {
    async check(ids) {
      const deadline = clock.now() + limitMilliseconds;
      for (;;) {
        const problems: string[] = [];
        for (const candidate of postgres.candidates) {
          try {
            const report = await readBack(candidate, postgres.primaryQuery, integrity, ids, limit);
            if (report !== null) return report;
          } catch (error) {
            problems.push(`${candidate.host}:${candidate.port}: ${error instanceof Error ? error.message : String(error)}`);
          }
        }
        if (clock.now() >= deadline) throw new Error(`accepted writes could not be read back: no Postgres primary answers. ${problems.join("; ")}`);
        await clock.sleep(500);
      }
    },
  };
}

type Candidate = NonNullable<Outputs["postgres"]>["candidates"][number];

async function readBack(
  candidate: Candidate,
  primaryQuery: string,
  { lookup, queue }: NonNullable<Outputs["integrity"]>,
  ids: readonly string[],
  limit: number,
): Promise<IntegrityReport | null> {
  const { host, port, user, database, passwordFile } = candidate;
  const password = passwordFile === undefined ? undefined : (await readFile(passwordFile, "utf8")).trim();
  const limits = { connectionTimeoutMillis: 2_000, statement_timeout: limit, query_timeout: limit * 1.2 };
  const client = new Client({ host, port, user, database, password, ...limits });
  client.on("error", () => undefined); // A server that dies in between rejects the query; this event would end the process.
  await client.connect();
  try {
    const { rows } = await client.query<unknown[]>({ text: primaryQuery, rowMode: "array" });
    if (rows[0]?.[0] !== true) return null;
    const stored = new Map(copiesRow.parse((await client.query(lookup, [ids])).rows).map(({ id, copies }) => [id, copies]));
    const states = queueRow.parse((await client.query(queue, [ids])).rows);
    return {
      lost: ids.filter((id) => (stored.get(id) ?? 0) === 0),
      doubled: [...ids.filter((id) => (stored.get(id) ?? 0) > 1), ...states.filter(({ state }) => state === "doubled").map(({ id }) => id)],
      unaccounted: states.filter(({ state }) => state === "lost").map(({ id }) => id),
    };
  } finally {
    void client.end().catch(() => undefined); // Not waited for: a server that stands still never says goodbye.
  }
}
