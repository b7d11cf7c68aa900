// One request to an API server, bounded in time; its answer as it came.
import { request as secure, type RequestOptions } from "node:https";
import { request as plain, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { connectionError, lateError } from "./cluster-error.ts";
import type { Connection } from "./connection.ts";

export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With its query. */
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Rejects with ClusterError where no answer comes within the limit. */
export async function call(connection: Connection, asked: Call, limitMilliseconds: number): Promise<Answer> {
  const response = await ask(connection, asked, limitMilliseconds, "call");
  const late = setTimeout(
    () => response.destroy(lateError(connection.title, `${asked.method} ${asked.path} was not answered to its end`, limitMilliseconds)),
    limitMilliseconds,
  );
  try {
    const parts: Buffer[] = [];
    for await (const part of response) parts.push(Buffer.from(part));
    return { status: response.statusCode ?? 0, text: Buffer.concat(parts).toString("utf8") };
  } catch (error) {
    throw connectionError(connection.title, error);
  } finally {
    clearTimeout(late);
  }
}

/** The head of an answer that stays open; its body is the caller's to read. `signal` ends both. */
export const begin = (connection: Connection, asked: Call, limitMilliseconds: number, signal?: AbortSignal): Promise<IncomingMessage> =>
  ask(connection, asked, limitMilliseconds, "stream", signal);

async function ask(
  connection: Connection,
  asked: Call,
  limitMilliseconds: number,
  use: "call" | "stream",
  signal?: AbortSignal,
): Promise<IncomingMessage> {
  const late = lateError(connection.title, `${asked.method} ${asked.path}`, limitMilliseconds);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const timer = setTimeout(() => reject(late), limitMilliseconds);
  try {
    // A program that the kubeconfig calls for a token may stand still too.
    const options = await Promise.race([connection.options(use), promise.then((): RequestOptions => ({}))]);
    const { server } = connection;
    const body = asked.body === undefined ? undefined : Buffer.from(JSON.stringify(asked.body));
    const prefix = server.pathname.replace(/\/$/, "");
    const sent = (server.protocol === "http:" ? plain : secure)(
      new URL(`${prefix}${asked.path}`, server),
      {
        ...options,
        method: asked.method,
        headers: {
          ...headersOf(options),
          accept: asked.accept ?? "application/json",
          "user-agent": "gameday",
          ...(body === undefined ? {} : { "content-type": asked.contentType ?? "application/json", "content-length": body.length }),
        },
        ...(signal === undefined ? {} : { signal }),
      },
      resolve,
    );
    sent.on("error", reject);
    sent.setTimeout(0);
    sent.end(body);
    void promise.catch(() => sent.destroy());
    return await promise;
  } catch (error) {
    throw connectionError(connection.title, error);
  } finally {
    clearTimeout(timer);
  }
}

/** The token, where there is one. */
function headersOf({ headers = {} }: RequestOptions): OutgoingHttpHeaders {
  return isList(headers) ? {} : headers;
}

const isList = (headers: OutgoingHttpHeaders | readonly string[]): headers is readonly string[] => Array.isArray(headers);
