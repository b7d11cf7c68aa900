// What a stack tells a workload process when it starts it: the one configuration document (path in argv[2]).
import { z } from "zod";

const address = z.strictObject({ host: z.string(), port: z.int() });

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
  postgres: z
    .strictObject({
      /** One per region, reached through the proxy from this process's region. */
      candidates: z.array(z.strictObject({ region: z.string(), ...address.shape })),
      /** GET answers {"region": string | null, "term": number}: the primary that this region's agent knows. */
      leader: z.url(),
      user: z.string(),
      passwordFile: z.string(),
      database: z.string(),
    })
    .optional(),
  redis: z
    .strictObject({
      name: z.string(),
      sentinels: z.array(address),
      /** What Sentinel announces ("host:port") to the proxy that leads there from this region. */
      addresses: z.record(z.string(), z.strictObject({ region: z.string(), ...address.shape })),
      /** This region's own replica (or primary), through its proxy. */
      local: address,
    })
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
