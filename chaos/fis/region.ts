// What happens between regions, and to the database that follows the sun: cut off from the others, and its writer moved.
import type { FisAction, FisPlace, FisTemplate } from "../../model/fault/fis-template.ts";
import { databases, gateways } from "./targets.ts";

export function regionCutOff(place: FisPlace): FisTemplate {
  const actions = place.others.map((other): readonly [string, FisAction] => [
    `from-${other}`,
    {
      actionId: "aws:network:transit-gateway-disrupt-cross-region-connectivity",
      description: `nothing passes over the backbone between ${place.region} and ${other}`,
      parameters: { duration: "PT5M", region: other },
      target: { key: "TransitGateways", name: "gateways" },
    },
  ]);
  return {
    name: "region-cut-off",
    description: `${place.region} is cut off from every other region's network for five minutes`,
    hypothesis: "each side serves what it can; writes are accepted on one side alone, and replication catches up within its limit",
    targets: { gateways: gateways(place) },
    actions: Object.fromEntries(actions),
    stopAlarms: place.stopAlarms,
    emptyTargetResolutionMode: "fail",
  };
}

export const databaseFailover = (place: FisPlace): FisTemplate => ({
  name: "database-failover",
  description: `the database's writer in ${place.region} moves to another zone`,
  hypothesis: "the proxy holds connections, writes are accepted again within seconds, none is lost or doubled",
  targets: { database: databases(place) },
  actions: {
    failover: {
      actionId: "aws:rds:failover-db-cluster",
      description: "a reader becomes the writer",
      parameters: {},
      target: { key: "Clusters", name: "database" },
    },
  },
  stopAlarms: place.stopAlarms,
  emptyTargetResolutionMode: "fail",
});
