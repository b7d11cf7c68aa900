// An MCP server of a region: the tools of all four servers, or of some of them, behind one POST /mcp.
import { bulkhead } from "cockatiel";
import { metricNames } from "../../model/protocol/metrics.ts";
import { mcpServers, type McpServer } from "../../model/protocol/workload.ts";
import { FaultSwitch } from "../platform/fault-switch.ts";
import { json, refuse, type Incoming, type Reply } from "../platform/http/reply.ts";
import { secondsSince } from "../platform/metrics.ts";
import { seededRandom } from "../platform/random.ts";
import { runService } from "../platform/service.ts";
import { createMcp, rpcError, rpcErrors } from "./json-rpc.ts";
import type { Tool } from "./tool.ts";
import { createCommunicationHub } from "./tools/communication-hub.ts";
import { infrastructureCommander } from "./tools/infrastructure-commander.ts";
import { monitoring } from "./tools/monitoring.ts";
import { securityScanner } from "./tools/security-scanner.ts";
import { Utilisation } from "./utilisation.ts";

const slots = 16;
const waiting = 64;

await runService("mcp", ({ configuration, log, metrics }) => {
  const faults = new FaultSwitch(seededRandom(configuration.seed, `${configuration.id}/faults`));
  const limit = bulkhead(slots, waiting);
  const utilisation = new Utilisation(slots);
  const toolSeconds = metrics.counter(metricNames.mcpToolSeconds, "time inside tools");
  const handlingSeconds = metrics.counter(metricNames.mcpHandlingSeconds, "time from a request parsed to its answer written");
  metrics.gauge(metricNames.mcpUtilisation, "mean share of slots in use over the last 5 s", () => utilisation.share());

  const toolsOf: Readonly<Record<McpServer, () => readonly Tool[]>> = {
    "infrastructure-commander": () => infrastructureCommander,
    "security-scanner": () => securityScanner,
    monitoring: () => monitoring,
    "communication-hub": createCommunicationHub,
  };
  const tools = (configuration.offers ?? mcpServers).flatMap((server) => toolsOf[server]());
  const answer = createMcp(configuration.id, tools, (tool, parameters) =>
    limit.execute(async () => {
      utilisation.enter();
      const start = performance.now();
      try {
        return await tool.run(parameters);
      } finally {
        toolSeconds.inc(secondsSince(start));
        utilisation.leave();
      }
    }),
  );

  const handle = async (request: Incoming): Promise<Reply> => {
    const message = await request.json();
    if (faults.strikes()) return json(500, rpcError(null, rpcErrors.internal, "this call was chosen to fail").message);
    const start = performance.now();
    const reply = await answer(message);
    if (reply.message === undefined) return { status: 202 };
    if (reply.failed) log.error("a call failed", undefined, { answer: JSON.stringify(reply.message).slice(0, 200) });
    const written = json(200, reply.message);
    if (isToolCall(message)) handlingSeconds.inc(secondsSince(start));
    return written;
  };

  return {
    routes: [
      { method: "POST", path: "/mcp", handle },
      { method: "GET", path: "/mcp", handle: async () => refuse(405, "send JSON-RPC by POST") },
      ...faults.routes(),
    ],
  };
});

function isToolCall(message: unknown): boolean {
  return typeof message === "object" && message !== null && "method" in message && message.method === "tools/call";
}
