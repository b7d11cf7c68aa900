// Finds a consultation: this region's Redis, then its Postgres standby, then the primary, which alone knows the newest.
import type { Consultation } from "../../model/protocol/api.ts";
import type { Database } from "../platform/postgres/database.ts";
import type { Cache } from "../platform/redis/cache.ts";

const byId = { name: "consultation-by-id", text: "select id, question, answer, agreement, experts, region from consultations where id = $1" };

export interface Lookup {
  /** JSON text; null: there is none. Past the cache the databases alone are asked. Rejects with DatabaseUnavailable when nobody could say. */
  find(id: string, options?: { readonly past: "cache" }): Promise<string | null>;
}

export function createLookup(
  cache: Pick<Cache, "get" | "fill">,
  database: Pick<Database, "readHere" | "readPrimary">,
  counted: (result: "hit" | "miss") => void,
): Lookup {
  return {
    async find(id, options) {
      if (options?.past !== "cache") {
        const cached = await cache.get(id);
        counted(cached === null ? "miss" : "hit");
        if (cached !== null) return cached;
      }
      const here = (await database.readHere<Consultation>(byId, [id]))?.[0];
      const [row] = here === undefined ? await database.readPrimary<Consultation>(byId, [id]) : [here];
      if (row === undefined) return null;
      const text = JSON.stringify(row);
      cache.fill(id, text);
      return text;
    },
  };
}
