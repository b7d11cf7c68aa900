// What a test asks of the twin while it runs: calls to refuse, creations to fail, slowness. A file, read at every call.
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const ordersSchema = z.object({
  /** Every call for a resource with this in its URN or its region is refused, as a dead region refuses it. */
  refuse: z.array(z.string()).default([]),
  /** Creating a resource whose URN ends so fails. */
  failCreate: z.array(z.string()).default([]),
  /** Each creation takes so long, in milliseconds. */
  slow: z.number().default(0),
});
export type Orders = z.input<typeof ordersSchema>;

const place = (folder: string): string => join(folder, "orders.json");

export const give = (folder: string, orders: Orders): void => writeFileSync(place(folder), JSON.stringify(orders));

export function ordersOf(folder: string): z.output<typeof ordersSchema> {
  try {
    return ordersSchema.parse(JSON.parse(readFileSync(place(folder), "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return ordersSchema.parse({});
    throw error;
  }
}

const callSchema = z.object({ method: z.string(), urn: z.string(), preview: z.boolean() });
export type Call = z.output<typeof callSchema>;

export const note = (folder: string, call: Call): void => appendFileSync(join(folder, "calls.jsonl"), `${JSON.stringify(call)}\n`);

/** Every call since the twin was made, of all its providers. */
export function callsOf(folder: string): Call[] {
  return readFileSync(join(folder, "calls.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => callSchema.parse(JSON.parse(line)));
}
