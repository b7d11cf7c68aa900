// The response collector: answers become a consensus, the consensus a row that is committed before anybody is told.
import { metricNames } from "../../model/protocol/metrics.ts";
import { demand } from "../platform/configuration.ts";
import { collectionSchema } from "../platform/consultation.ts";
import { json, refuse, type Incoming, type Reply } from "../platform/http/reply.ts";
import { secondsSince } from "../platform/metrics.ts";
import { Database } from "../platform/postgres/database.ts";
import { DatabaseUnavailable } from "../platform/postgres/failure.ts";
import { FollowUpStream } from "../platform/redis/follow-up-stream.ts";
import { runService } from "../platform/service.ts";
import { formConsensus } from "./consensus.ts";
import { storeConsultation } from "./store.ts";

await runService("response-collector", ({ configuration, log, metrics }) => {
  const { id, region } = configuration;
  const database = new Database({ settings: demand(configuration.postgres, "postgres"), id, region, metrics, log });
  const stream = new FollowUpStream({ settings: demand(configuration.redis, "redis"), id, region, metrics, log });
  const consensusSeconds = metrics.histogram(metricNames.consensusSeconds, "from the first question to the formed consensus");

  const collect = async (request: Incoming): Promise<Reply> => {
    const start = performance.now();
    const parsed = collectionSchema.safeParse(await request.json());
    if (!parsed.success) return refuse(400, "the answers are malformed");
    const { question, idempotencyKey, answers, gatheredSeconds } = parsed.data;
    const consensus = formConsensus(answers);
    if (consensus === undefined) return refuse(400, "there is no answer to form a consensus from");
    consensusSeconds.observe(gatheredSeconds + secondsSince(start));
    try {
      const { consultation, fresh } = await storeConsultation(database, idempotencyKey, { question, ...consensus, experts: answers.length, region });
      // Not waited for: a worker finds the outbox row, too.
      if (fresh) void stream.publish(consultation.id);
      return json(201, consultation);
    } catch (cause) {
      if (!(cause instanceof DatabaseUnavailable)) throw cause;
      log.error("a consultation could not be stored", cause);
      return refuse(503, "the consultation could not be stored: no database accepts writes now");
    }
  };

  return {
    routes: [{ method: "POST", path: "/collect", handle: collect }],
    stop: async () => {
      stream.close();
      await database.close();
    },
  };
});
