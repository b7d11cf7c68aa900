// The query handler: takes questions to the orchestrator, and answers for consultations that were stored.
import { consultationRequestSchema, consultationSchema } from "../../model/protocol/api.ts";
import { metricNames } from "../../model/protocol/metrics.ts";
import { demand } from "../platform/configuration.ts";
import { HealthWatch } from "../platform/health-watch.ts";
import { Peer, PeerUnreachable } from "../platform/http/peer.ts";
import { jsonText, refuse, type Incoming, type Reply } from "../platform/http/reply.ts";
import { secondsSince } from "../platform/metrics.ts";
import { Database } from "../platform/postgres/database.ts";
import { DatabaseUnavailable } from "../platform/postgres/failure.ts";
import { Cache } from "../platform/redis/cache.ts";
import { runService } from "../platform/service.ts";
import { createLookup } from "./lookup.ts";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

await runService("query-handler", ({ configuration, log, metrics }) => {
  const { id, region } = configuration;
  const database = new Database({ settings: demand(configuration.postgres, "postgres"), id, region, metrics, log });
  const cache = new Cache({ settings: demand(configuration.redis, "redis"), id, region, metrics, log });
  const url = demand(configuration.peers.orchestrator, "peers.orchestrator");
  const orchestrator = new Peer("the orchestrator", url, { timeoutMilliseconds: 8_000 });
  const probe = new Peer("the orchestrator", url, { timeoutMilliseconds: 1_000, maximumInFlight: 4, failuresUntilOpen: 0, secondTry: false });
  const orchestratorWatch = new HealthWatch(
    async () => ((await probe.call({ method: "GET", path: "/readyz" })).status === 200 ? "yes" : "no"),
    (well) => log.info(well ? "the orchestrator is ready" : "the orchestrator is not ready"),
  );
  const databaseWatch = new HealthWatch(
    async () => ((await database.reachable()) ? "yes" : "unreachable"),
    (well) => log.info(well ? "Postgres is reachable" : "Postgres is not reachable"),
  );
  const cacheRequests = metrics.counter(metricNames.cacheRequests, "look-ups in the cache", ["result"]);
  const consultations = metrics.counter(metricNames.consultations, "consultations by what became of them", ["outcome"]);
  const consultationSeconds = metrics.histogram(metricNames.consultationSeconds, "the whole of a consultation");
  const lookup = createLookup(cache, database, (result) => cacheRequests.inc({ result }));

  const consult = async (request: Incoming): Promise<Reply> => {
    const parsed = consultationRequestSchema.safeParse(await request.json());
    if (!parsed.success) return refuse(400, parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the body"}: ${message}`).join("; "));
    const start = performance.now();
    const failed = (status: number, error: string): Reply => {
      consultations.inc({ outcome: "failed" });
      return refuse(status, error);
    };
    try {
      const answer = await orchestrator.postJson("/consult", parsed.data);
      if (answer.status !== 201) return failed(answer.status, reasonIn(answer.body));
      const consultation = consultationSchema.parse(JSON.parse(answer.body.toString()));
      cache.fill(consultation.id, answer.body.toString());
      consultationSeconds.observe(secondsSince(start));
      consultations.inc({ outcome: consultation.agreement > 0.5 ? "consensus" : "none" });
      return jsonText(201, answer.body);
    } catch (cause) {
      if (!(cause instanceof PeerUnreachable)) throw cause;
      log.error("a consultation failed", cause);
      return failed(cause.reason === "timeout" ? 504 : 502, "the orchestrator gave no answer");
    }
  };

  const show = async ({ parameter, headers }: Incoming): Promise<Reply> => {
    if (!uuid.test(parameter)) return refuse(400, `${parameter} is not the id of a consultation: ids are UUIDs`);
    try {
      const found = await lookup.find(parameter.toLowerCase(), headers["cache-control"] === "no-cache" ? { past: "cache" } : undefined);
      return found === null ? refuse(404, `there is no consultation ${parameter}`) : jsonText(200, found);
    } catch (cause) {
      if (!(cause instanceof DatabaseUnavailable)) throw cause;
      log.error("a look-up failed", cause);
      return refuse(503, "neither the cache nor the database could be asked");
    }
  };

  return {
    routes: [
      { method: "POST", path: "/v1/consultations", handle: consult },
      { method: "GET", path: "/v1/consultations/:id", handle: show },
    ],
    ready: () => orchestratorWatch.well && databaseWatch.well,
    stop: async () => {
      orchestratorWatch.stop();
      databaseWatch.stop();
      cache.close();
      await database.close();
    },
  };
});

function reasonIn(body: Buffer): string {
  try {
    const value: unknown = JSON.parse(body.toString());
    if (typeof value === "object" && value !== null && "error" in value && typeof value.error === "string") return value.error;
  } catch {
    // Not JSON: say something general.
  }
  return "the orchestrator could not answer";
}
