// What a handler gets and gives: requests and replies as plain values.
import type { IncomingHttpHeaders } from "node:http";

export interface Incoming {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  /** What stands where the route has `:id`; empty for other routes. */
  readonly parameter: string;
  readonly headers: IncomingHttpHeaders;
  /** The body; rejects with BodyTooLarge beyond 64 KiB. */
  body(): Promise<Buffer>;
  /** The body as JSON; undefined when it is none. */
  json(): Promise<unknown>;
}

export interface Reply {
  readonly status: number;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (request: Incoming) => Promise<Reply>;

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** A fixed path, or one that ends in `/:id`. */
  readonly path: string;
  readonly handle: Handler;
}

const jsonHeaders = { "content-type": "application/json" } as const;

export const json = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  body: JSON.stringify(value),
  headers: { ...jsonHeaders, ...headers },
});

/** JSON that already is text. */
export const jsonText = (status: number, body: string | Buffer): Reply => ({ status, body, headers: jsonHeaders });

/** An error for a person, as JSON. */
export const refuse = (status: number, error: string, headers: Readonly<Record<string, string>> = {}): Reply => json(status, { error }, headers);
