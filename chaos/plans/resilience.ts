// Every service under every failure that one machine can give it: what the resiliency matrix calls proven by a run.
import type { PlanInput } from "../../model/plan.ts";

type FaultInput = NonNullable<PlanInput["phases"][number]["faults"]>[number];
type Selector = { readonly service: string; readonly from?: string; readonly to: string };

const primary = "us-east-1";
const second = "eu-west-1";
const third = "ap-southeast-1";

/** The way on which a service of a region is called, in the order in which they take their turn. */
const ways = {
  edge: (region) => ({ service: "edge", from: "entry", to: region }),
  "query-handler": beside("query-handler"),
  orchestrator: beside("orchestrator"),
  "response-collector": beside("response-collector"),
  experts: beside("experts"),
  mcp: beside("mcp"),
  postgres: beside("postgres"),
  redis: beside("redis"),
  // Votes come from elsewhere.
  agent: (region) => ({ service: "agent", from: primary, to: region }),
  sentinel: (region) => ({ service: "sentinel", to: region }),
  // Events are written where the primary is.
  queue: (region) => ({ service: "redis", from: region, to: primary }),
} satisfies Readonly<Record<string, (region: string) => Selector>>;

type Called = keyof typeof ways;

const onWays = {
  slow: (link: Selector) => ({ kind: "network-latency" as const, link, latency: "500ms" }),
  narrow: (link: Selector) => ({ kind: "bandwidth-limit" as const, link, kilobytesPerSecond: 1 }),
  "cut-off": (link: Selector) => ({ kind: "network-stall" as const, link }),
  resets: (link: Selector) => ({ kind: "connection-reset" as const, link }),
} satisfies Readonly<Record<string, (link: Selector) => FaultInput["fault"]>>;

const onProcesses = {
  down: (service: string, region: string) => ({ kind: "process-kill" as const, target: { service, region } }),
  hangs: (service: string, region: string) => ({ kind: "process-freeze" as const, target: { service, region } }),
} satisfies Readonly<Record<string, (service: string, region: string) => FaultInput["fault"]>>;

interface Swept {
  readonly service: string;
  readonly failure: string;
  readonly fault: (region: string) => FaultInput["fault"];
}

const called: readonly Called[] = [
  "edge",
  "query-handler",
  "orchestrator",
  "response-collector",
  "experts",
  "mcp",
  "postgres",
  "redis",
  "agent",
  "sentinel",
  "queue",
];

const swept: readonly Swept[] = [
  ...[...called.filter((service) => service !== "queue"), "worker"].flatMap((service) =>
    Object.entries(onProcesses).map(([failure, make]) => ({ service, failure, fault: (region: string) => make(service, region) })),
  ),
  ...called.flatMap((service) =>
    Object.entries(onWays).map(([failure, make]) => ({ service, failure, fault: (region: string) => make(ways[service](region)) })),
  ),
];

/** Seconds that a fault stays in, and from the beginning of one pair to that of the next: so much its recovery takes as a rule. */
const stays = 4;
const turn = 9;

/** Id of the fault that makes a service fail in a way. */
export const sweptId = (service: string, failure: string): string => `${service}-${failure}`;

/** Two regions at a time, one of the first half beside one of the second: no two share a target. */
const half = Math.ceil(swept.length / 2);
const faults: readonly FaultInput[] = Array.from({ length: half }, (_, place): FaultInput[] =>
  [swept[place], swept[place + half]].flatMap((one, side) => {
    if (one === undefined) return [];
    const region = side === 0 ? second : third;
    return [
      {
        id: sweptId(one.service, one.failure),
        at: 2 + place * turn,
        duration: stays,
        recovery: "60s",
        hypothesis: `clients are served while ${one.service} of ${region} is ${one.failure}, and all is whole again soon after`,
        fault: one.fault(region),
      },
    ];
  }),
).flat();

/** Alone and last: what comes after it would find the primary elsewhere. */
const queueDown: FaultInput = {
  id: sweptId("queue", "down"),
  at: 2 + half * turn + 4,
  duration: 15,
  recovery: "60s",
  hypothesis: "a replica is promoted; the outbox announces again what the stream lost, and every message is accounted for",
  fault: { kind: "redis-primary-loss" },
};

export const resiliencePlan = {
  name: "resilience",
  description: `${swept.length + 1} faults, two at a time in two regions: each service down, hanging, slow, narrow, cut off and reset.`,
  seed: 17,
  // So many that a second without a write is an outage, and no chance.
  phases: [{ name: "chaos", duration: 2 + half * turn + 36, rate: 20, instances: 13, faults: [...faults, queueDown] }],
  guards: { dataPrimaries: true, maximumConcurrentFaults: 2, maximumRegions: 2, environments: ["local"] },
} satisfies PlanInput;

function beside(service: string) {
  return (region: string): Selector => ({ service, from: region, to: region });
}
