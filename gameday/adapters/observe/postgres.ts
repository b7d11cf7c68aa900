// A look at a Postgres server: one query, the first column of its first row.
import { readFile } from "node:fs/promises";
import { Client } from "pg";
import type { Observation } from "../../../model/fault/observation.ts";
import type { Seen } from "../../ports/fault.ts";

export async function lookPostgres({
  host,
  port,
  user,
  passwordFile,
  database,
  query,
  timeout,
}: Extract<Observation, { kind: "postgres" }>): Promise<Seen> {
  const password = passwordFile === undefined ? undefined : (await readFile(passwordFile, "utf8")).trim();
  const limit = Math.ceil(timeout * 1_000);
  const client = new Client({ host, port, user, password, database, connectionTimeoutMillis: limit, query_timeout: limit, statement_timeout: limit });
  client.on("error", () => undefined); // A server that dies in between rejects the query; this event alone would end the process.
  const started = performance.now();
  try {
    await client.connect();
    const { rows } = await client.query<unknown[]>({ text: query, rowMode: "array" });
    const answer = rows[0]?.[0];
    const number =
      typeof answer === "number" ? answer : typeof answer === "string" && answer !== "" && Number.isFinite(Number(answer)) ? Number(answer) : null;
    if (number !== null) return { held: true, value: number, detail: `the query answers ${number}` };
    return { held: answer === true, value: performance.now() - started, detail: `${host}:${port} answers ${String(answer)}` };
  } catch (error) {
    return { held: false, value: performance.now() - started, detail: `${host}:${port}: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    void client.end().catch(() => undefined);
  }
}
