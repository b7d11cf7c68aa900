// The process of a region's agent.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { layout } from "../layout.ts";
import { RegionAgent } from "./agent.ts";
import { readAgentConfiguration } from "./configuration.ts";
import { RegionDatabase } from "./database.ts";
import { readState, writeState } from "./state-file.ts";

const askSchema = z.strictObject({ kind: z.enum(["renew", "pre-vote", "vote"]), from: z.string(), term: z.int(), position: z.number() });

const configuration = readAgentConfiguration(process.argv[2] ?? "");
const stateFile = layout(configuration.folder).agentState(configuration.region);
const say = (event: string): void =>
  void process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), region: configuration.region, text: event })}\n`);
const database = new RegionDatabase(configuration);
const agent = new RegionAgent(configuration, database, readState(stateFile, configuration.region), (state) => writeState(stateFile, state), say);

const server = createServer(
  (request, response) => void handle(request, response).catch((error: unknown) => reply(response, 500, { error: String(error) })),
);
server.keepAliveTimeout = 30_000;
server.listen(configuration.port, "127.0.0.1");

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (`${request.method} ${request.url}`) {
    case "POST /ask":
      return reply(response, 200, agent.receive(askSchema.parse(JSON.parse(await text(request)))));
    case "GET /ping":
      return reply(response, 200, { region: configuration.region });
    case "GET /leader":
      return reply(response, 200, { region: agent.state.leader, term: agent.state.term });
    case "GET /status":
      return reply(response, 200, {
        region: configuration.region,
        leader: agent.state.leader,
        term: agent.state.term,
        server: await database.view(),
      });
    case "POST /step-down":
      agent.stepDown();
      return reply(response, 200, {});
    case "POST /stand":
      agent.standNow();
      return reply(response, 200, {});
    default:
      return reply(response, 404, { error: "the agent answers /ask, /ping, /leader, /status, /step-down and /stand" });
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function text(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
  return body;
}

process.on("SIGTERM", () => {
  agent.stop();
  server.close();
  void database.stop().finally(() => process.exit(0));
});

await agent.run();
