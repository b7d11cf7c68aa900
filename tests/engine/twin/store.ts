// What the twin's cloud holds: a file a resource, so that a killed twin forgets nothing.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const keptSchema = z.object({
  urn: z.string(),
  type: z.string(),
  id: z.string(),
  inputs: z.record(z.string(), z.unknown()),
  outputs: z.record(z.string(), z.unknown()),
});
export type Kept = z.output<typeof keptSchema>;

export class Store {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = join(folder, "resources");
    mkdirSync(this.#folder, { recursive: true });
  }

  put(kept: Kept): void {
    const path = this.#path(kept.urn, kept.id);
    writeFileSync(`${path}.draft`, JSON.stringify(kept));
    renameSync(`${path}.draft`, path);
  }

  get(urn: string, id: string): Kept | null {
    try {
      return keptSchema.parse(JSON.parse(readFileSync(this.#path(urn, id), "utf8")));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw error;
    }
  }

  remove(urn: string, id: string): void {
    rmSync(this.#path(urn, id), { force: true });
  }

  all(): Kept[] {
    return readdirSync(this.#folder)
      .filter((file) => file.endsWith(".json"))
      .map((file) => keptSchema.parse(JSON.parse(readFileSync(join(this.#folder, file), "utf8"))));
  }

  /** By URN as well: objects of two clusters may have one id. */
  #path(urn: string, id: string): string {
    return join(this.#folder, `${createHash("sha256").update(`${urn} ${id}`).digest("hex")}.json`);
  }
}
