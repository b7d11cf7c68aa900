// The API of a cluster by its verbs. Every call is bounded in time and tells in words what was refused.
import { z } from "zod";
import { call, type Answer, type Call } from "./call.ts";
import { isKind, refusalError } from "./cluster-error.ts";
import type { Connection } from "./connection.ts";
import { objectSchema, type Manifest } from "./objects.ts";
import { pathOf, type Place } from "./resources.ts";

const callMilliseconds = 10_000;
/** Thousands of pods take a while to be written and sent. */
const listMilliseconds = 30_000;

const statusSchema = z.object({
  message: z.string().default(""),
  reason: z.string().default(""),
  details: z.looseObject({ name: z.string().optional() }).nullish(),
});
const listSchema = z.object({ metadata: z.looseObject({ resourceVersion: z.string().default("") }), items: z.array(z.unknown()).nullish() });

interface ListOptions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** "0": as the server remembers it, which spares its store; default: as it is now. */
  readonly resourceVersion?: "0";
}

/** Where an object is, by its name. */
export type Named = Place & { readonly name: string };

export class ClusterApi {
  readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Null: there is none of that name. */
  async get<S extends z.ZodType>(place: Named, schema: S): Promise<z.output<S> | null> {
    return orNull(async () => schema.parse(await this.#object("get", place, { method: "GET", path: pathOf(place) })));
  }

  async list<S extends z.ZodType>(
    place: Place,
    schema: S,
    options: ListOptions = {},
  ): Promise<{ readonly items: readonly z.output<S>[]; readonly resourceVersion: string }> {
    const path = `${pathOf(place)}${queryOf({ ...options })}`;
    const { metadata, items } = listSchema.parse(await this.#object("list", place, { method: "GET", path }, listMilliseconds));
    return { items: z.array(schema).parse(items ?? []), resourceVersion: metadata.resourceVersion };
  }

  /** A field that the server does not know is refused. Rejects with ClusterError `exists` where there is one of that name. */
  async create<S extends z.ZodType>(place: Place, object: Manifest, schema: S): Promise<z.output<S>> {
    const timeout = `${callMilliseconds / 1_000 - 1}s`; // The server gives up before its caller does: nothing is made behind a call that failed.
    const path = `${pathOf(place)}${queryOf({ fieldValidation: "Strict", fieldManager: "gameday", timeout })}`;
    return schema.parse(await this.#object("create", place, { method: "POST", path, body: object }));
  }

  /** Server-side apply, by force, with strict validation of fields. */
  async apply(place: Named, object: Manifest): Promise<void> {
    const path = `${pathOf(place)}${queryOf({ fieldValidation: "Strict", fieldManager: "gameday", force: "true" })}`;
    await this.#object("patch", place, { method: "PATCH", path, body: object, contentType: "application/apply-patch+yaml" });
  }

  /** A merge patch; null: there is none of that name. With `resourceVersion` in it, it is refused (`conflict`) where the object was changed since. */
  async patch<S extends z.ZodType>(place: Named, change: Manifest, schema: S, subresource?: "scale"): Promise<z.output<S> | null> {
    const path = `${pathOf(place)}${subresource === undefined ? "" : `/${subresource}`}${queryOf({ fieldManager: "gameday" })}`;
    return orNull(async () =>
      schema.parse(await this.#object("patch", place, { method: "PATCH", path, body: change, contentType: "application/merge-patch+json" })),
    );
  }

  /** False: there was none. `uid`: only that very one. */
  async remove(place: Named, { uid, graceSeconds }: { readonly uid?: string; readonly graceSeconds?: number } = {}): Promise<boolean> {
    const body = {
      kind: "DeleteOptions",
      apiVersion: "v1",
      propagationPolicy: "Background",
      ...(uid === undefined ? {} : { preconditions: { uid } }),
      ...(graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds }),
    };
    try {
      await this.#object("delete", place, { method: "DELETE", path: pathOf(place), body });
      return true;
    } catch (error) {
      // Another one of that name is none of those that are to be removed.
      if (isKind(error, "not-found") || (uid !== undefined && isKind(error, "conflict"))) return false;
      throw error;
    }
  }

  /** Any path, as text: discovery, the server's health. */
  ask(path: string, limitMilliseconds = callMilliseconds): Promise<Answer> {
    return call(this.connection, { method: "GET", path }, limitMilliseconds);
  }

  async #object(verb: string, place: Place, asked: Call, limit = callMilliseconds): Promise<unknown> {
    const { status, text } = await call(this.connection, asked, limit);
    if (status >= 200 && status < 300) return JSON.parse(text);
    const said = statusSchema.safeParse(parsed(text));
    const { message, reason, details } = said.success ? said.data : { message: text.slice(0, 300), reason: "", details: null };
    throw refusalError(this.connection.title, verb, place, { status, reason, message, named: (details?.name ?? "") !== "" });
  }
}

export const anyObject = objectSchema;

async function orNull<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isKind(error, "not-found")) return null;
    throw error;
  }
}

function queryOf(options: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(options)) if (value !== undefined) query.set(key, value);
  return query.size === 0 ? "" : `?${query.toString()}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
