// The queue worker: follow-ups from the stream, and from the outbox what the stream lost.
import { setTimeout as sleep } from "node:timers/promises";
import { metricNames } from "../../model/protocol/metrics.ts";
import { demand } from "../platform/configuration.ts";
import { Database } from "../platform/postgres/database.ts";
import { connectToPrimary } from "../platform/redis/connection.ts";
import { FollowUpStream } from "../platform/redis/follow-up-stream.ts";
import { runService, type Context, type Service } from "../platform/service.ts";
import { createAnnouncer } from "./announcer.ts";
import { FollowUps } from "./follow-ups.ts";
import { processBatch, type Processing } from "./processing.ts";
import { StreamReader, type Entry } from "./stream-reader.ts";

/** Letting a few entries gather makes one statement of many. */
const gatherMilliseconds = 40;
const stuckEveryMilliseconds = 2_000;
const sweepEveryMilliseconds = 1_000;
const sweepLimit = 500;
const troubleMilliseconds = 500;

await runService("worker", ({ configuration, log, metrics }: Context): Service => {
  const { id, region } = configuration;
  const redis = { settings: demand(configuration.redis, "redis"), id, region, metrics, log };
  const database = new Database({ settings: demand(configuration.postgres, "postgres"), id, region, metrics, log });
  const stream = new FollowUpStream(redis);
  const blocking = connectToPrimary(redis, 3_000);
  const reader = new StreamReader(stream, blocking, id);
  const followUps = new FollowUps(database, region);
  const outcomes = metrics.counter(metricNames.followUps, "follow-ups by what became of them", ["outcome"]);
  const processing: Processing = {
    followUps,
    announce: createAnnouncer(configuration.peers.mcp),
    bury: (consultation, reason) => stream.bury(consultation, reason),
    counted: (outcome, count) => outcomes.inc({ outcome }, count),
  };
  let running = true;

  const handle = async (entries: readonly Entry[]): Promise<void> => {
    const ids = [...new Set(entries.flatMap(({ id: consultation }) => consultation ?? []))];
    const malformed = entries.filter(({ id: consultation }) => consultation === null);
    for (const { entry } of malformed) await stream.bury(entry, "the entry names no consultation");
    if (ids.length > 0) await processBatch(ids, processing);
    await reader.confirm(entries);
  };

  const follow = async (): Promise<void> => {
    let stuckAt = 0;
    while (running) {
      if (blocking.status !== "ready" || stream.client.status !== "ready") {
        await sleep(100);
        continue;
      }
      try {
        if (performance.now() - stuckAt > stuckEveryMilliseconds) {
          await handle(await reader.stuck());
          stuckAt = performance.now();
        }
        await handle(await reader.fresh());
        await sleep(gatherMilliseconds);
      } catch (cause) {
        // Unconfirmed entries are claimed again later, by this worker or another one.
        if (running) log.error("follow-ups must wait", cause);
        await sleep(troubleMilliseconds * (0.5 + Math.random()));
      }
    }
  };

  const sweep = async (): Promise<void> => {
    while (running) {
      await sleep(sweepEveryMilliseconds * (0.75 + Math.random() / 2));
      try {
        const due = await followUps.due(sweepLimit);
        const published = await Promise.all(due.map((consultation) => stream.publish(consultation)));
        if (due.length > 0) log.info("published again from the outbox", { due: due.length, published: published.filter(Boolean).length });
      } catch (cause) {
        if (running) log.error("the outbox cannot be swept", cause);
      }
    }
  };

  void follow();
  void sweep();
  return {
    routes: [],
    stop: async () => {
      running = false;
      blocking.disconnect();
      stream.close();
      await database.close();
    },
  };
});
