// A door before the stack's entry that fails a share of the requests when it is told to, drawn by a seed; and that knows each answer and when it was given.
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { smallestSample, windowSeconds } from "../../../gameday/guards/error-window.ts";
import type { Outputs } from "../../../model/outputs.ts";
import { seededRandom } from "../../../workloads/platform/random.ts";

interface Answer {
  /** Unix ms. */
  readonly at: number;
  readonly failed: boolean;
}

export interface ErringEntry extends AsyncDisposable {
  /** The stack's own, with this entry. */
  readonly outputs: Outputs;
  /** Their path. */
  readonly stack: string;
  /** Answers 200 while the failed share of the last seconds, since `since`, is at most `limit`; else 503. */
  steady(limit: number, since: number): string;
  /** 0–1, from now on. */
  fail(share: number): void;
  /** Unix ms of the first answer with which the share was above `limit`: by each answer, not by the second. Null: it was not. */
  breachedAt(limit: number, since: number): number | null;
}

const steadyPath = "/-/steady";

export async function startErringEntry(folder: string, real: Outputs, seed: number): Promise<ErringEntry> {
  const random = seededRandom(seed, "erring entry");
  const agent = new Agent({ keepAlive: true });
  const answers: Answer[] = [];
  let share = 0;

  const server = createServer((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? "/", "http://local");
    if (pathname === steadyPath) {
      const over = isOver(answers, Number(searchParams.get("limit")), Number(searchParams.get("since")), Date.now());
      outgoing.writeHead(over ? 503 : 200).end();
      return;
    }
    outgoing.on("finish", () => answers.push({ at: Date.now(), failed: hasFailed(outgoing) }));
    if (random() < share) {
      incoming.resume();
      outgoing.writeHead(500).end();
    } else passOn(incoming, outgoing, new URL(incoming.url ?? "/", real.entry), agent);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the erring entry has no port");
  const url = `http://127.0.0.1:${address.port}/`;
  const outputs = { ...real, entry: url };
  const stack = join(folder, "erring.json");
  await writeFile(stack, JSON.stringify(outputs));
  return {
    outputs,
    stack,
    steady: (limit, since) => `${new URL(steadyPath, url).href}?limit=${limit}&since=${since}`,
    fail: (asked) => void (share = asked),
    breachedAt: (limit, since) => answers.find(({ at, failed }) => at > since && failed && isOver(answers, limit, since, at))?.at ?? null,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await once(server, "close");
    },
  };
}

function isOver(answers: readonly Answer[], limit: number, since: number, now: number): boolean {
  const window = answers.filter(({ at }) => at > Math.max(since, now - windowSeconds * 1_000) && at <= now);
  return window.length >= smallestSample && window.filter(({ failed }) => failed).length / window.length > limit;
}

/** As the load judges it: refused with a Retry-After is shed, not failed. */
const hasFailed = (answer: ServerResponse): boolean =>
  answer.statusCode >= 400 && !((answer.statusCode === 503 || answer.statusCode === 429) && answer.hasHeader("retry-after"));

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, url: URL, agent: Agent): void {
  const inner = request(url, { method: incoming.method, headers: incoming.headers, agent }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  inner.on("error", () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
  incoming.pipe(inner);
}
