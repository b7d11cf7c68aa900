// One HTTP request and its whole answer over a kept-alive connection, without the streams that small bodies do not need.
import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher, Pool } from "undici";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Question {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
}

/** The caller no longer wants the answer. Has no `code`, unlike a lost connection. */
export class ExchangeAborted extends Error {
  constructor() {
    super("given up by the caller");
  }
}

/** Rejects with ExchangeAborted, or with the error of the connection. */
export async function exchange(pool: Pool, { method, path, body, headers }: Question, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let status = 0;
    let answered: IncomingHttpHeaders = {};
    const chunks: Buffer[] = [];
    const abort = (): void => {
      const reason = new ExchangeAborted();
      controller?.abort(reason);
      reject(reason);
    };
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    const settle = (): void => signal.removeEventListener("abort", abort);

    pool.dispatch(
      { method, path, ...(body === undefined ? {} : { body }), ...(headers === undefined ? {} : { headers }) },
      {
        onRequestStart: (started) => {
          controller = started;
          // It waited for a connection for longer than the caller did.
          if (signal.aborted) started.abort(new ExchangeAborted());
        },
        onResponseStart: (_started, statusCode, received) => {
          status = statusCode;
          answered = received;
        },
        onResponseData: (_started, chunk) => void chunks.push(chunk),
        onResponseEnd: () => {
          settle();
          resolve({ status, headers: answered, body: chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks) });
        },
        onResponseError: (_started, error) => {
          settle();
          reject(error);
        },
      },
    );
  });
}
