// For tests: a small HTTP server that answers as it is told, and knows what it answered.
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";

type Answer = (response: ServerResponse, request: number) => void;

export interface SmallServer extends AsyncDisposable {
  readonly url: string;
  /** Unix ms at which each request came. */
  readonly requests: readonly number[];
  answer: Answer;
}

export const quickly: Answer = (response) => response.end("hello");

export const after =
  (milliseconds: number): Answer =>
  (response) =>
    void setTimeout(() => response.end("hello"), milliseconds);

export async function startSmallServer(answer: Answer): Promise<SmallServer> {
  const requests: number[] = [];
  const server = createServer((request, response) => {
    requests.push(Date.now());
    request.resume();
    small.answer(response, requests.length);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const small: SmallServer = {
    url: `http://127.0.0.1:${address.port}/`,
    requests,
    answer,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
  return small;
}
