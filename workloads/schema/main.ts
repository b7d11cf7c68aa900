// Applies the tables to the primary's database and lifts the write lease, then ends: `node main.ts <configuration.json>`.
// On one machine the lease is kept by the region's agent; here whoever runs Postgres sees to it that there is one primary, and nothing keeps a lease.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { z } from "zod";
import { tlsSchema } from "../../model/protocol/workload.ts";
import { createLog } from "../platform/log.ts";
import { tlsOptions } from "../platform/tls.ts";

const configurationSchema = z.strictObject({
  host: z.string(),
  port: z.int(),
  user: z.string(),
  database: z.string(),
  passwordFile: z.string(),
  tls: tlsSchema.optional(),
});

/** Two programs that apply at once would be in each other's way. */
const lock = 7_407_407;

const log = createLog("schema");
try {
  const [, , path = ""] = process.argv;
  const { passwordFile, tls, ...address } = configurationSchema.parse(JSON.parse(await readFile(path, "utf8")));
  const schema = await readFile(fileURLToPath(new URL("schema.sql", schemaFolder())), "utf8");
  const client = new Client({
    ...address,
    password: (await readFile(passwordFile, "utf8")).trim(),
    application_name: "schema",
    connectionTimeoutMillis: 10_000,
    ...(tls === undefined ? {} : { ssl: tlsOptions(tls) }),
  });
  await client.connect();
  await client.query("select pg_advisory_lock($1)", [lock]);
  await client.query(schema);
  await client.query("update write_lease set valid_until = 'infinity', term = 1 where valid_until <> 'infinity'");
  await client.end();
  log.info("the tables are there");
} catch (cause) {
  log.error("the tables could not be applied", cause);
  process.exitCode = 1;
}

/** As source it lies in the platform's folder; in the image everything that is read lies beside the bundles. */
function schemaFolder(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "../platform/" : "./", import.meta.url);
}
