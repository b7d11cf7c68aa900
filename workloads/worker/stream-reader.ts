// Reads the follow-up stream as a member of the consumer group, and takes over what another member left lying.
import type { Redis } from "ioredis";
import { z } from "zod";
import { followUpGroup, followUpStream, type FollowUpStream } from "../platform/redis/follow-up-stream.ts";

const batchSize = 100;
const blockMilliseconds = 1_000;
const stuckMilliseconds = 5_000;

export interface Entry {
  /** The stream's own id of the entry. */
  readonly entry: string;
  /** The consultation; null when the entry is malformed. */
  readonly id: string | null;
}

const entriesSchema = z.array(z.tuple([z.string(), z.array(z.string()).nullable()]));
const readSchema = z.array(z.tuple([z.string(), entriesSchema])).nullable();
const claimedSchema = z.tuple([z.string(), entriesSchema]).rest(z.unknown());
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export class StreamReader {
  readonly #stream: FollowUpStream;
  /** A connection of its own, because reading blocks. */
  readonly #blocking: Redis;
  readonly #consumer: string;

  constructor(stream: FollowUpStream, blocking: Redis, consumer: string) {
    this.#stream = stream;
    this.#blocking = blocking;
    this.#consumer = consumer;
  }

  /** New entries; waits up to a second for some. Rejects when Redis cannot be read. */
  async fresh(): Promise<Entry[]> {
    const read = () =>
      this.#blocking.xreadgroup(
        "GROUP",
        followUpGroup,
        this.#consumer,
        "COUNT",
        batchSize,
        "BLOCK",
        blockMilliseconds,
        "STREAMS",
        followUpStream,
        ">",
      );
    const reply = await read().catch(async (cause: unknown) => {
      if (!(cause instanceof Error) || !cause.message.startsWith("NOGROUP")) throw cause;
      // A new stream, or a Redis primary that never saw the group.
      await this.#createGroup();
      return read();
    });
    return (readSchema.parse(reply) ?? []).flatMap(([, entries]) => entriesOf(entries));
  }

  /** Entries that were given to somebody more than 5 s ago and never confirmed. */
  async stuck(): Promise<Entry[]> {
    const reply = await this.#stream.run(() =>
      this.#stream.client.xautoclaim(followUpStream, followUpGroup, this.#consumer, stuckMilliseconds, "0", "COUNT", batchSize),
    );
    const parsed = claimedSchema.safeParse(reply);
    return parsed.success ? entriesOf(parsed.data[1]) : [];
  }

  async confirm(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.#stream.run(() => this.#stream.client.xack(followUpStream, followUpGroup, ...entries.map(({ entry }) => entry)));
  }

  async #createGroup(): Promise<void> {
    await this.#blocking.xgroup("CREATE", followUpStream, followUpGroup, "0", "MKSTREAM").catch((cause: unknown) => {
      if (!(cause instanceof Error) || !cause.message.startsWith("BUSYGROUP")) throw cause;
    });
  }
}

function entriesOf(entries: z.output<typeof entriesSchema>): Entry[] {
  return entries.map(([entry, fields]) => {
    const place = fields === null ? -1 : fields.indexOf("id");
    const id = place < 0 ? undefined : fields?.[place + 1];
    return { entry, id: id !== undefined && uuid.test(id) ? id : null };
  });
}
