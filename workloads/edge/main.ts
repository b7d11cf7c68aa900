// A region's edge: checks API keys, sheds what is beyond its limit, and hands the rest to the query handler.
import { readFile } from "node:fs/promises";
import { BulkheadRejectedError, bulkhead } from "cockatiel";
import { headers } from "../../model/protocol/api.ts";
import { metricNames } from "../../model/protocol/metrics.ts";
import { demand } from "../platform/configuration.ts";
import { HealthWatch } from "../platform/health-watch.ts";
import { Peer, PeerUnreachable } from "../platform/http/peer.ts";
import { refuse, type Handler, type Incoming, type Reply } from "../platform/http/reply.ts";
import { runService } from "../platform/service.ts";
import { sameSecret } from "./api-key.ts";

const defaultMaximumInFlight = 64;

await runService("edge", ({ configuration, log, metrics }) => {
  const { region, defect, maximumInFlight = defaultMaximumInFlight } = configuration;
  const url = demand(configuration.peers["query-handler"], "peers.query-handler");
  const queryHandler = new Peer("the query handler", url, { timeoutMilliseconds: 8_500, maximumInFlight });
  const probe = new Peer("the query handler", url, { timeoutMilliseconds: 1_000, maximumInFlight: 4, failuresUntilOpen: 0, secondTry: false });
  const watch = new HealthWatch(
    async () => ((await probe.call({ method: "GET", path: "/readyz" })).status === 200 ? "yes" : "no"),
    (well) => log.info(well ? "the region is ready" : "the region is not ready"),
  );
  const apiKeyFile = demand(configuration.apiKeyFile, "apiKeyFile");
  const requests = metrics.counter(metricNames.edgeRequests, "requests by what became of them", ["outcome"]);
  const limit = bulkhead(maximumInFlight, 0);
  const servedBy = { [headers.servedBy]: region };

  const forward = async (request: Incoming): Promise<Reply> => {
    const body = request.method === "POST" ? await request.body() : undefined;
    try {
      const answer = await queryHandler.call({
        method: request.method === "POST" ? "POST" : "GET",
        path: request.path,
        ...(body === undefined ? {} : { body }),
        headers: {
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(request.headers["cache-control"] === undefined ? {} : { "cache-control": request.headers["cache-control"] }),
        },
      });
      return { status: answer.status, body: answer.body, headers: { "content-type": "application/json", ...servedBy } };
    } catch (cause) {
      if (!(cause instanceof PeerUnreachable)) throw cause;
      log.error("a request could not be handed on", cause);
      return refuse(cause.reason === "timeout" ? 504 : 502, "the region's query handler gave no answer", servedBy);
    }
  };

  const shed = (): Reply =>
    refuse(503, `more than ${maximumInFlight} requests are under way here: try again in a second`, { "retry-after": "1", ...servedBy });

  const guarded: Handler = async (request) => {
    try {
      if (defect === "empty-body") return { status: 200, body: "", headers: servedBy };
      if (request.method === "POST" && !sameSecret(await apiKey(), request.headers[headers.apiKey]))
        return refuse(401, `the header ${headers.apiKey} does not hold a valid key`, servedBy);
      const reply = await limit.execute(() => forward(request));
      requests.inc({ outcome: reply.status < 500 ? "ok" : "error" });
      return reply;
    } catch (cause) {
      if (!(cause instanceof BulkheadRejectedError)) throw cause;
      requests.inc({ outcome: "shed" });
      return shed();
    }
  };

  let key: Promise<string> | undefined;
  const apiKey = (): Promise<string> => {
    key ??= readFile(apiKeyFile, "utf8").then((text) => text.trim());
    // Not there yet: look again at the next request.
    key.catch(() => (key = undefined));
    return key;
  };

  return {
    routes: [
      { method: "POST", path: "/v1/consultations", handle: guarded },
      { method: "GET", path: "/v1/consultations/:id", handle: guarded },
    ],
    ready: () => watch.well,
    stop: () => watch.stop(),
  };
});
