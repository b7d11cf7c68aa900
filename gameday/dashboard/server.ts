// A run's dashboard on loopback: one page, server-sent events, and an abort for whoever has the run's token. Reading needs no token.
import { randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Entry } from "../../model/events.ts";
import { renderSections } from "../report/html/render.ts";
import { RunSummariser } from "../report/summary.ts";
import { pagePolicy, renderPage } from "./page.ts";

const refreshMilliseconds = 1_000;
/** Drawing the page may take this share of the time at most: a long run is drawn less often. */
const drawingShare = 0.05;

export interface Dashboard {
  /** With the token; without the part after # it can only be read. */
  readonly url: string;
  readonly entry: (entry: Entry) => void;
  /** Shows the end to whoever looks, then closes. */
  close(): Promise<void>;
}

/** `abort`: called once for each request that carries the token. */
export async function serveDashboard(run: string, abort: (reason: string) => void): Promise<Dashboard> {
  const token = randomBytes(24).toString("hex");
  const summariser = new RunSummariser();
  const readers = new Set<ServerResponse>();
  let [added, drawn, view, nextAt] = [0, 0, "", 0];

  const server = createServer((request, response) => {
    if (!isOwnHost(request)) return answer(response, 403, "this page answers to its own address only");
    switch (`${request.method} ${new URL(request.url ?? "/", "http://localhost").pathname}`) {
      case "GET /":
        response.setHeader("content-security-policy", pagePolicy);
        return answer(response, 200, renderPage(run), "text/html; charset=utf-8");
      case "GET /events":
        response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
        readers.add(response);
        request.on("close", () => readers.delete(response));
        return void response.write(view);
      case "POST /abort":
        if (!isOwnOrigin(request)) return answer(response, 403, "the request comes from another page");
        if (!holdsToken(request, token)) return answer(response, 403, "the token is not this run's");
        abort("the dashboard");
        return answer(response, 202, "asked to end");
      default:
        return answer(response, 404, "there is /, /events and /abort");
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server.address());

  function draw(ended: boolean): void {
    const started = performance.now();
    const html = renderSections(summariser.read(!ended));
    view = `event: view\ndata: ${JSON.stringify({ html, ended })}\n\n`;
    drawn = added;
    for (const reader of readers) reader.write(view);
    nextAt = performance.now() + (performance.now() - started) / drawingShare;
  }

  const timer = setInterval(() => {
    if (added > drawn && performance.now() >= nextAt) draw(false);
  }, refreshMilliseconds);

  async function end(): Promise<void> {
    clearInterval(timer);
    if (added > 0) draw(true);
    for (const reader of readers) reader.end();
    const closed = once(server, "close");
    server.close();
    server.closeIdleConnections();
    const late = setTimeout(() => server.closeAllConnections(), refreshMilliseconds);
    await closed;
    clearTimeout(late);
  }
  let ending: Promise<void> | null = null;

  return {
    url: `http://127.0.0.1:${port}/#token=${token}`,
    entry: (entry) => {
      summariser.add(entry);
      added += 1;
    },
    close: () => (ending ??= end()),
  };
}

/** A name that another page made to point here is not ours. */
function isOwnHost({ headers, socket }: IncomingMessage): boolean {
  return [`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`].includes(headers.host ?? "");
}

function isOwnOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin === `http://${headers.host}`;
}

function holdsToken({ headers }: IncomingMessage, token: string): boolean {
  const given = Buffer.from(String(headers["x-gameday-token"] ?? ""));
  return given.length === token.length && timingSafeEqual(given, Buffer.from(token));
}

function answer(response: ServerResponse, status: number, text: string, type = "text/plain; charset=utf-8"): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store", "x-content-type-options": "nosniff" }).end(text);
}

function portOf(address: ReturnType<ReturnType<typeof createServer>["address"]>): number {
  if (address === null || typeof address === "string") throw new Error("the dashboard has no port");
  return address.port;
}
