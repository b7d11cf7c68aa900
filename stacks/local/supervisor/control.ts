// The supervisor's own interface on loopback: status, scale, failing over.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { z } from "zod";
import type { StackStatus } from "../../../model/protocol/stack.ts";
import { readRedisPrimary, statusOfAgents } from "./look.ts";
import { failOver } from "./fail-over.ts";
import type { Supervised } from "./supervised.ts";
import { regions, type Addresses } from "../topology.ts";

const scaleSchema = z.strictObject({ instances: z.int().min(1).max(10_000) });
const failOverSchema = z.strictObject({ region: z.string() });
/** A panel is three experts, and one may be failing. */
const fewestExperts = 4;
const share: Readonly<Record<string, number>> = { "us-east-1": 50, "eu-west-1": 30, "ap-southeast-1": 15 };

export async function serveControl(addresses: Addresses, processes: ReadonlyMap<string, Supervised>): Promise<Server> {
  const server = createServer(
    (request, response) =>
      void route(request, response).catch((error: unknown) =>
        reply(response, 500, { error: error instanceof Error ? error.message : String(error) }),
      ),
  );
  server.listen(addresses.direct("control"), "127.0.0.1");
  await once(server, "listening");
  return server;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    switch (`${request.method} ${request.url}`) {
      case "GET /status":
        return reply(response, 200, await status(addresses, processes));
      case "PUT /scale":
        return reply(response, 200, { instances: await scale(addresses, scaleSchema.parse(JSON.parse(await text(request))).instances) });
      case "POST /failover":
        return reply(response, 200, await failOver(addresses, failOverSchema.parse(JSON.parse(await text(request))).region));
      default:
        return reply(response, 404, { error: "control answers GET /status, PUT /scale and POST /failover" });
    }
  }
}

async function status(addresses: Addresses, processes: ReadonlyMap<string, Supervised>): Promise<StackStatus> {
  const [agents, redis] = await Promise.all([statusOfAgents(addresses), readRedisPrimary(addresses)]);
  const leader = agents.find(({ leader: known, region, server }) => known === region && server?.primary === true);
  return {
    processes: [...processes.values()].map(({ plan, state, pid, restarts }) => ({
      id: plan.id,
      ...(plan.region === undefined ? {} : { region: plan.region }),
      state,
      ...(pid === undefined ? {} : { pid }),
      restarts,
    })),
    postgres: {
      primary: leader?.region ?? null,
      term: Math.max(0, ...agents.map(({ term }) => term)),
      standbys: agents
        .filter(({ server }) => server?.primary === false)
        .map(({ region, server }) => ({ region, streaming: server?.streaming ?? false, lagMilliseconds: server?.lagMilliseconds ?? null })),
    },
    redis: { primary: redis },
  };
}

/** Instances are simulated experts, spread over the regions as the topology's are. Answers with how many there are. */
async function scale(addresses: Addresses, instances: number): Promise<number> {
  const total = Object.values(share).reduce((sum, value) => sum + value, 0);
  const ready = await Promise.all(
    regions.map(async (region) => {
      const wanted = Math.max(fewestExperts, Math.round((instances * (share[region] ?? 0)) / total));
      const response = await fetch(`http://127.0.0.1:${addresses.direct(`${region}/experts`)}/scale`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ instances: wanted }),
        signal: AbortSignal.timeout(10_000),
      });
      return z.object({ instances: z.int() }).parse(await response.json()).instances;
    }),
  );
  return ready.reduce((sum, value) => sum + value, 0);
}

function reply(response: ServerResponse, statusCode: number, body: unknown): void {
  response.writeHead(statusCode, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function text(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
  return body;
}
