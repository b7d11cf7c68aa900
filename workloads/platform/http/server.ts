// The HTTP server of every service: a tiny router, bodies with a limit, and an end that lets requests finish.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Log } from "../log.ts";
import { refuse, type Handler, type Incoming, type Reply, type Route } from "./reply.ts";

const bodyLimit = 64 * 1_024;

export class BodyTooLarge extends Error {
  constructor() {
    super(`the body is larger than ${bodyLimit} bytes`);
  }
}

/** Finds the handler for a request; the parameter is what stands in the place of `:id`. */
export class Router {
  readonly #fixed = new Map<string, Handler>();
  readonly #prefixes: { readonly key: string; readonly handle: Handler }[] = [];

  constructor(routes: readonly Route[]) {
    for (const { method, path, handle } of routes) {
      if (path.endsWith("/:id")) this.#prefixes.push({ key: `${method} ${path.slice(0, -3)}`, handle });
      else this.#fixed.set(`${method} ${path}`, handle);
    }
  }

  find(method: string, path: string): { readonly handle: Handler; readonly parameter: string } | undefined {
    const end = path.indexOf("?");
    const key = `${method} ${end < 0 ? path : path.slice(0, end)}`;
    const fixed = this.#fixed.get(key);
    if (fixed !== undefined) return { handle: fixed, parameter: "" };
    const prefix = this.#prefixes.find((entry) => key.startsWith(entry.key) && !key.includes("/", entry.key.length));
    return prefix && { handle: prefix.handle, parameter: key.slice(prefix.key.length) };
  }
}

/** Not listening yet. */
export function createHttpServer(routes: readonly Route[], log: Log): Server {
  const router = new Router(routes);
  return createServer({ keepAliveTimeout: 65_000, noDelay: true }, (request, response) => {
    void answer(router, request)
      .catch((cause: unknown) => {
        if (cause instanceof BodyTooLarge) return refuse(413, cause.message);
        log.error("a request failed", cause, { path: request.url ?? "" });
        return refuse(500, "the service failed while answering");
      })
      .then((reply) => send(response, reply));
  });
}

async function answer(router: Router, request: IncomingMessage): Promise<Reply> {
  const method = request.method ?? "GET";
  const path = request.url ?? "/";
  const found = router.find(method, path);
  if (found === undefined) return refuse(404, `nothing answers ${method} ${path}`);
  const body = () => readBody(request);
  const incoming: Incoming = { method, path, parameter: found.parameter, headers: request.headers, body, json: async () => parseJson(await body()) };
  return found.handle(incoming);
}

function send(response: ServerResponse, reply: Reply): void {
  if (response.destroyed) return;
  // As text, headers and body leave in one write.
  const body = (reply.body ?? "").toString();
  response.sendDate = false;
  response.writeHead(reply.status, { ...reply.headers, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= bodyLimit) chunks.push(chunk);
    });
    request.on("end", () =>
      size > bodyLimit ? reject(new BodyTooLarge()) : resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    );
    request.on("error", reject);
    request.on("close", () => reject(new Error("the client went away")));
  });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
