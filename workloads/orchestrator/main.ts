// The orchestrator: context from MCP, a panel of experts, their answers to the response collector.
import { consultationRequestSchema } from "../../model/protocol/api.ts";
import { demand } from "../platform/configuration.ts";
import type { Collection } from "../platform/consultation.ts";
import { metricNames } from "../../model/protocol/metrics.ts";
import { HealthWatch } from "../platform/health-watch.ts";
import { Peer, PeerUnreachable } from "../platform/http/peer.ts";
import { jsonText, refuse, type Incoming, type Reply } from "../platform/http/reply.ts";
import { secondsSince } from "../platform/metrics.ts";
import { seededRandom } from "../platform/random.ts";
import { runService } from "../platform/service.ts";
import { ContextClient, everyServerAt } from "./context-client.ts";
import { ExpertsClient } from "./experts-client.ts";

/** One answer alone is no consensus. */
const quorum = 2;

await runService("orchestrator", ({ configuration, log, metrics }) => {
  const { id, seed, peers } = configuration;
  const random = seededRandom(seed, id);
  const { providers, servers } = configuration;
  const context = new ContextClient(servers ?? everyServerAt(demand(peers.mcp, "peers.mcp")), metrics, random);
  const experts = new ExpertsClient(providers === undefined ? [demand(peers.experts, "peers.experts")] : Object.values(providers), metrics, random);
  const collectorUrl = demand(peers["response-collector"], "peers.response-collector");
  const collector = new Peer("the response collector", collectorUrl, { timeoutMilliseconds: 4_000 });
  const probe = new Peer("the response collector", collectorUrl, {
    timeoutMilliseconds: 1_000,
    maximumInFlight: 4,
    failuresUntilOpen: 0,
    secondTry: false,
  });
  const expertsWatch = new HealthWatch(
    () => experts.look(),
    (well) => log.info(well ? "the experts are there" : "the experts are gone"),
  );
  const collectorWatch = new HealthWatch(
    async () => ((await probe.call({ method: "GET", path: "/healthz" })).status === 200 ? "yes" : "no"),
    (well) => log.info(well ? "the response collector is there" : "the response collector is gone"),
  );

  const panels = metrics.counter(metricNames.expertPanels, "questions by whether enough experts answered", ["outcome"]);

  const consult = async (request: Incoming): Promise<Reply> => {
    const parsed = consultationRequestSchema.safeParse(await request.json());
    if (!parsed.success) return refuse(400, "the question is malformed");
    const { question, idempotencyKey } = parsed.data;
    const background = await context.contextFor(question);
    const start = performance.now();
    const answers = await experts.ask(question, background);
    panels.inc({ outcome: answers.length < quorum ? "short" : "quorum" });
    if (answers.length < quorum) {
      log.error("too few experts answered", undefined, { answers: answers.length });
      return refuse(502, `${answers.length} of the experts answered, ${quorum} are needed`);
    }
    const collection: Collection = { question, idempotencyKey, answers, gatheredSeconds: secondsSince(start) };
    try {
      const stored = await collector.postJson("/collect", collection);
      return jsonText(stored.status, stored.body);
    } catch (cause) {
      if (!(cause instanceof PeerUnreachable)) throw cause;
      log.error("answers could not be collected", cause);
      return refuse(cause.reason === "timeout" ? 504 : 502, "the response collector gave no answer");
    }
  };

  return {
    routes: [{ method: "POST", path: "/consult", handle: consult }],
    ready: () => expertsWatch.well && collectorWatch.well,
    stop: () => {
      expertsWatch.stop();
      collectorWatch.stop();
    },
  };
});
