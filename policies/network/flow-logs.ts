// Every network writes down who spoke with whom.
import { z } from "zod";
import { textAt } from "../../estate/inputs.ts";
import { demands, isGiven, judged, violation, type Demand } from "../facts/demand.ts";
import { look } from "../facts/look.ts";
import { defineRule, everywhere, type Finding } from "../rule.ts";

/** Google logs no flows of subnets that only its own proxies use. */
const forProxies = ["REGIONAL_MANAGED_PROXY", "GLOBAL_MANAGED_PROXY", "PRIVATE_SERVICE_CONNECT"];
const rows: readonly Demand[] = [
  {
    type: "gcp:compute/subnetwork:Subnetwork",
    path: "logConfig",
    of: ({ inputs }) => !forProxies.includes(textAt(inputs, "purpose") ?? ""),
    holds: isGiven,
    message: "logs no flows",
    remedy: "logConfig with flowSampling",
  },
];

export const flowLogs = defineRule({
  name: "flow-logs",
  group: "network",
  title: "Flow logs of every network",
  why: "After a fault, or a break-in, the only record of what spoke with what is the one that was being written.",
  incident: "The failed deployment's report could list which pods had failed, and nothing of what they had still been connected to.",
  levels: everywhere("mandatory"),
  configuration: z.strictObject({}),
  judge: (facts) => [
    ...demands(facts, rows),
    ...facts.ofType("aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc").flatMap((network): readonly Finding[] => {
      const logs = facts.users(network, "aws:ec2/flowLog:FlowLog").filter((log) => facts.sources(log, "vpcId", network.type).includes(network));
      if (logs.length === 0) return [violation(network, "", "has no flow log", "a FlowLog of its VPC with trafficType ALL")];
      return logs.flatMap((log) =>
        judged(
          log,
          "trafficType",
          look(log.inputs, "trafficType"),
          (value) => value === "ALL",
          "logs only a part of the traffic",
          "trafficType: ALL",
        ),
      );
    }),
  ],
});
