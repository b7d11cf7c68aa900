// Asks an MCP server for context. It has little time, and a consultation does without when it gives none.
import { ConsecutiveBreaker, circuitBreaker, fallback, handleAll, wrap } from "cockatiel";
import { z } from "zod";
import { metricNames } from "../../model/protocol/metrics.ts";
import type { McpServer } from "../../model/protocol/workload.ts";
import { Peer } from "../platform/http/peer.ts";
import { secondsSince, type Metrics } from "../platform/metrics.ts";
import { pick, type Random } from "../platform/random.ts";

const contextMilliseconds = 250;

const resultSchema = z.object({ result: z.object({ content: z.array(z.object({ text: z.string() })), isError: z.boolean().optional() }) });

const sources = [
  { server: "infrastructure-commander", tool: "infrastructure_commander.capacity" },
  { server: "security-scanner", tool: "security_scanner.scan_text" },
  { server: "monitoring", tool: "monitoring.machine_load" },
  { server: "communication-hub", tool: "communication_hub.recent" },
] as const satisfies readonly { readonly server: McpServer; readonly tool: string }[];

/** By server; those that are left out are not asked. */
export type McpAddresses = Readonly<Partial<Record<McpServer, string>>>;

export const everyServerAt = (url: string): McpAddresses => Object.fromEntries(sources.map(({ server }) => [server, url]));

type Source = (typeof sources)[number] & { readonly peer: Peer };

export class ContextClient {
  readonly #sources: readonly Source[];
  readonly #random: Random;
  readonly #seconds;
  readonly #policy = wrap(fallback(handleAll, ""), circuitBreaker(handleAll, { halfOpenAfter: 1_000, breaker: new ConsecutiveBreaker(5) }));
  #calls = 0;

  constructor(addresses: McpAddresses, metrics: Metrics, random: Random) {
    const peers = new Map(
      [...new Set(Object.values(addresses))].map((url) => [
        url,
        new Peer("the MCP server", url, { timeoutMilliseconds: contextMilliseconds, failuresUntilOpen: 0, secondTry: false }),
      ]),
    );
    this.#sources = sources.flatMap((source) => {
      const peer = peers.get(addresses[source.server] ?? "");
      return peer === undefined ? [] : [{ ...source, peer }];
    });
    this.#random = random;
    this.#seconds = metrics.histogram(metricNames.mcpRequestSeconds, "a call of an MCP tool, by server", ["server"]);
  }

  /** Empty text when there is no context to be had. Never rejects. */
  async contextFor(question: string): Promise<string> {
    const source = pick(this.#random, this.#sources);
    if (source === undefined) return "";
    return this.#policy.execute(async () => {
      const start = performance.now();
      this.#calls += 1;
      const { status, body } = await source.peer.postJson("/mcp", {
        jsonrpc: "2.0",
        id: this.#calls,
        method: "tools/call",
        params: { name: source.tool, arguments: { text: question } },
      });
      if (status !== 200) throw new Error(`the MCP server answered ${status}`);
      this.#seconds.observe({ server: source.server }, secondsSince(start));
      const { result } = resultSchema.parse(JSON.parse(body.toString()));
      if (result.isError === true) throw new Error(`the tool ${source.tool} failed`);
      return result.content.map(({ text }) => text).join("\n");
    });
  }
}
