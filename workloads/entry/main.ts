// The global entry: sends each client to the nearest region whose edge is ready, and a request that lost its region to the next one.
import { headers } from "../../model/protocol/api.ts";
import { HealthWatch } from "../platform/health-watch.ts";
import type { Answer } from "../platform/http/exchange.ts";
import { Peer, PeerUnreachable } from "../platform/http/peer.ts";
import { refuse, type Incoming, type Reply, type Route } from "../platform/http/reply.ts";
import { runService, type Context } from "../platform/service.ts";
import { mayRepeat, route, type Edge } from "./routing.ts";

interface WatchedEdge extends Edge {
  readonly peer: Peer;
  readonly watch: HealthWatch;
  /** Aborted when the edge stops being well, so that requests stuck there can go elsewhere. */
  stuck: AbortController;
}

const forwarded = [headers.apiKey, headers.clientRegion, "content-type", "cache-control"] as const;
const returned = [headers.servedBy, "content-type", "retry-after"] as const;

await runService("entry", (context) => {
  const edges = context.configuration.edges.map((edge) => watchEdge(edge, context));
  const handle = (request: Incoming) => forward(request, edges, context);
  const routes: Route[] = [
    { method: "POST", path: "/v1/consultations", handle },
    { method: "GET", path: "/v1/consultations/:id", handle },
  ];
  return {
    routes,
    ready: () => edges.some(({ watch }) => watch.well),
    stop: () => edges.forEach(({ watch }) => watch.stop()),
  };
});

function watchEdge({ region, url, distance }: Edge & { readonly url: string }, { log }: Context): WatchedEdge {
  const probe = new Peer(`the edge of ${region}`, url, { timeoutMilliseconds: 1_000, maximumInFlight: 4, failuresUntilOpen: 0, secondTry: false });
  const edge: WatchedEdge = {
    region,
    distance,
    peer: new Peer(`the edge of ${region}`, url, { timeoutMilliseconds: 9_000, maximumInFlight: 512, failuresUntilOpen: 0, secondTry: false }),
    watch: new HealthWatch(
      async () => ((await probe.call({ method: "GET", path: "/readyz" })).status === 200 ? "yes" : "no"),
      (well) => {
        log.info(well ? "a region is in" : "a region is out", { region });
        if (!well) edge.stuck.abort();
        edge.stuck = new AbortController();
      },
    ),
    stuck: new AbortController(),
  };
  return edge;
}

async function forward(request: Incoming, edges: readonly WatchedEdge[], { log }: Context): Promise<Reply> {
  const clientRegion = single(request.headers[headers.clientRegion]);
  const body = request.method === "GET" ? undefined : await request.body();
  const order = route(clientRegion, edges, ({ watch }) => watch.well).slice(0, mayRepeat(request.method, request.path) ? 2 : 1);
  let last: Reply = refuse(502, "no region answered");
  for (const edge of order) {
    try {
      const answer = await edge.peer.call({
        method: request.method === "GET" ? "GET" : "POST",
        path: request.path,
        headers: pickHeaders(request.headers, forwarded),
        ...(body === undefined ? {} : { body }),
        signal: edge.stuck.signal,
      });
      last = { status: answer.status, body: answer.body, headers: pickHeaders(answer.headers, returned) };
      // 502 is an edge's word for a connection lost behind it.
      if (answer.status !== 502) return last;
    } catch (cause) {
      if (!(cause instanceof PeerUnreachable)) throw cause;
      log.error("a region did not answer a request", cause, { region: edge.region });
    }
  }
  return last;
}

function pickHeaders(source: Answer["headers"], names: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = single(source[name]);
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
