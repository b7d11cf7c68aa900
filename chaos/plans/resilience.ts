// Every service under every failure that one machine can give it: what the resiliency matrix calls proven by a run.
import type { PlanInput } from "../../model/plan.ts";

type FaultInput = NonNullable<PlanInput["phases"][number]["faults"]>[number];

const second = "eu-west-1";
const third = "ap-southeast-1";

/** Parts that are called over a link of their own, in the order in which they take their turn. */
export const calledServices = ["edge", "query-handler", "orchestrator", "response-collector", "experts", "mcp", "postgres", "redis"] as const;
const workers = ["worker"] as const;

/** Each by its name in the matrix; databases are asked inside their region, as everything else is. */
const failures = {
  down: (service: string, region: string) => ({ kind: "process-kill" as const, target: { service, region } }),
  hangs: (service: string, region: string) => ({ kind: "process-freeze" as const, target: { service, region } }),
  slow: (service: string, region: string) => ({ kind: "network-latency" as const, link: link(service, region), latency: "300ms" }),
  narrow: (service: string, region: string) => ({ kind: "bandwidth-limit" as const, link: link(service, region), kilobytesPerSecond: 1 }),
  "cut-off": (service: string, region: string) => ({ kind: "network-stall" as const, link: link(service, region) }),
  resets: (service: string, region: string) => ({ kind: "connection-reset" as const, link: link(service, region) }),
} satisfies Readonly<Record<string, (service: string, region: string) => FaultInput["fault"]>>;
type SweptFailure = keyof typeof failures;

/** The edge is entered from outside; all else is called from beside it. */
const link = (service: string, to: string) => ({ service, from: service === "edge" ? "entry" : to, to });

/** Seconds that a fault stays in, and from the beginning of one pair to that of the next: so much its recovery takes as a rule. */
const stays = 5;
const turn = 11;

const swept: readonly (readonly [string, SweptFailure])[] = [
  ...calledServices.flatMap((service) => Object.keys(failures).flatMap((failure) => (isFailure(failure) ? [[service, failure] as const] : []))),
  ...workers.flatMap((service) => [[service, "down"] as const, [service, "hangs"] as const]),
];

/** Id of the fault that makes a service fail in a way. */
export const sweptId = (service: string, failure: string): string => `${service}-${failure}`;

/** Two regions at a time, a service of the first half beside one of the second: no two share a target. */
const half = Math.ceil(swept.length / 2);
const faults: readonly FaultInput[] = Array.from({ length: half }, (_, place): FaultInput[] =>
  [swept[place], swept[place + half]].flatMap((one, side) => {
    if (one === undefined) return [];
    const [service, failure] = one;
    const region = side === 0 ? second : third;
    return [
      {
        id: sweptId(service, failure),
        at: 2 + place * turn,
        duration: stays,
        recovery: "60s",
        hypothesis: `clients are served while ${service} of ${region} is ${failure}, and all is whole again soon after`,
        fault: failures[failure](service, region),
      },
    ];
  }),
).flat();

export const resiliencePlan = {
  name: "resilience",
  description: `${swept.length} faults, two at a time in two regions: each service down, hanging, slow, narrow, cut off and reset.`,
  seed: 17,
  phases: [{ name: "chaos", duration: 2 + half * turn + 6, rate: 8, instances: 13, faults: [...faults] }],
  guards: { maximumConcurrentFaults: 2, maximumRegions: 2, environments: ["local"] },
} satisfies PlanInput;

function isFailure(name: string): name is SweptFailure {
  return Object.hasOwn(failures, name);
}
