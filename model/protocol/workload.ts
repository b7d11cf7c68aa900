// What a stack tells a workload process when it starts it: the one configuration document (path in argv[2]).
import { z } from "zod";

const address = z.strictObject({ host: z.string(), port: z.int() });

/** Encrypts a connection; the server must show a certificate of an authority that is trusted. */
export const tlsSchema = z.strictObject({
  authorityFile: z.string().optional().describe("PEM of the only authority that is trusted; those that everybody trusts when left out"),
  verifyName: z.boolean().default(true).describe("false where the authority signs for one server alone, and not for its name"),
});
export type TlsConfiguration = z.output<typeof tlsSchema>;

export const mcpServers = ["infrastructure-commander", "security-scanner", "monitoring", "communication-hub"] as const;
export type McpServer = (typeof mcpServers)[number];

export const workloadServices = ["entry", "edge", "query-handler", "orchestrator", "response-collector", "experts", "mcp", "worker"] as const;
export type WorkloadService = (typeof workloadServices)[number];

export const workloadConfigurationSchema = z.strictObject({
  id: z.string().describe("for example us-east-1/edge"),
  service: z.enum(workloadServices),
  region: z.string().describe('"global" for the entry'),
  host: z.string(),
  port: z.int(),
  seed: z.int(),
  /** Base URLs of the services this one calls, each through its proxy. */
  peers: z.partialRecord(z.enum(["query-handler", "orchestrator", "response-collector", "experts", "mcp"]), z.url()),
  /** Only for the entry: the edges, each through its proxy, with the region and how far it is from each client region (round trip ms). */
  edges: z.array(z.strictObject({ region: z.string(), url: z.url(), distance: z.record(z.string(), z.number()) })).default([]),
  /** Only for the orchestrator: each provider's experts, where they stand by themselves; else all are at peers.experts. */
  providers: z.record(z.string(), z.url()).optional(),
  /** Only for the orchestrator: each MCP server, where they stand by themselves; else all are at peers.mcp. */
  servers: z.partialRecord(z.enum(mcpServers), z.url()).optional(),
  /** Only for mcp: whose tools it offers; everyone's when left out. */
  offers: z.array(z.enum(mcpServers)).min(1).optional(),
  postgres: z
    .strictObject({
      /** One per region, reached through the proxy from this process's region. With a writer: the own region's reader alone. */
      candidates: z.array(z.strictObject({ region: z.string(), ...address.shape })),
      /** GET answers {"region": string | null, "term": number}: the primary that this region's agent knows. */
      leader: z.url().optional(),
      /** In the place of a leader: an address that follows the primary by itself. */
      writer: address.optional(),
      user: z.string(),
      passwordFile: z.string(),
      database: z.string(),
      tls: tlsSchema.optional(),
    })
    .refine(({ leader, writer }) => (leader === undefined) !== (writer === undefined), "either leader or writer says where writes go")
    .optional(),
  redis: z
    .strictObject({
      name: z.string(),
      /** None where `writer` is given. */
      sentinels: z.array(address),
      /** In the place of Sentinels: an address that follows the primary by itself. */
      writer: address.optional(),
      /** What Sentinel announces ("host:port") to the proxy that leads there from this region. */
      addresses: z.record(z.string(), z.strictObject({ region: z.string(), ...address.shape })),
      /** This region's own replica (or primary), through its proxy. */
      local: address,
      passwordFile: z.string().optional().describe("read when the process starts"),
      tls: tlsSchema.optional(),
    })
    .refine(({ sentinels, writer }) => (sentinels.length === 0) !== (writer === undefined), "either sentinels or writer say where writes go")
    .optional(),
  apiKeyFile: z.string().optional(),
  /** Only for the edge: requests in flight beyond which it sheds; 64 when left out. */
  maximumInFlight: z.int().min(1).optional(),
  /** Only for experts: how many of each provider are simulated; PUT /scale changes the total. */
  experts: z.record(z.string(), z.int()).optional(),
  /** Only for tests of the verdicts: "empty-body" makes the edge answer 200 with an empty body. */
  defect: z.enum(["empty-body"]).optional(),
});
export type WorkloadConfiguration = z.output<typeof workloadConfigurationSchema>;

type Peer = keyof WorkloadConfiguration["peers"];

/** What each service's configuration must name; with a part missing the process says so and ends. `mcp` is optional for the worker, which announces follow-ups through it. */
export const workloadNeeds = {
  entry: { peers: [], edges: true, postgres: false, redis: false, apiKey: false },
  edge: { peers: ["query-handler"], edges: false, postgres: false, redis: false, apiKey: true },
  "query-handler": { peers: ["orchestrator"], edges: false, postgres: true, redis: true, apiKey: false },
  orchestrator: { peers: ["experts", "mcp", "response-collector"], edges: false, postgres: false, redis: false, apiKey: false },
  "response-collector": { peers: [], edges: false, postgres: true, redis: true, apiKey: false },
  experts: { peers: [], edges: false, postgres: false, redis: false, apiKey: false },
  mcp: { peers: [], edges: false, postgres: false, redis: false, apiKey: false },
  worker: { peers: [], edges: false, postgres: true, redis: true, apiKey: false },
} as const satisfies Record<WorkloadService, { peers: readonly Peer[]; edges: boolean; postgres: boolean; redis: boolean; apiKey: boolean }>;
