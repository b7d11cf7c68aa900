// A region that runs and cannot be reached.
import { expectation } from "../../expectations.ts";
import { rendered, unsupported, type FaultOf } from "../../fault-kind.ts";
import { onCluster } from "../cluster/on-cluster.ts";
import { renderRegionPartition } from "../cluster/region-pods.ts";
import { borderLinks, closing, opening } from "./region-links.ts";

export const regionPartition: FaultOf<"region-partition"> = {
  kind: "region-partition",
  title: "Region partition",
  description:
    "Nothing passes between a region and the others, or the entry; inside it everything runs on. On a cluster: nothing passes to or from any pod of the region, by a network policy, or by losing every packet where policies of others would allow it.",
  undo: "Every proxy is enabled again; on a cluster Litmus takes back its policies or queues.",
  render({ region }, context) {
    const { outputs } = context;
    if (onCluster(outputs, "links")) return renderRegionPartition(region, context);
    const links = borderLinks(outputs, region);
    const seen = links.filter(({ observe }) => observe !== undefined);
    if (links.length === 0) return unsupported(`the stack publishes no link that crosses the border of ${region}`);
    if (seen.length === 0) return unsupported(`no link that crosses the border of ${region} has an observation`);
    return rendered({
      engine: "toxiproxy",
      targets: [region, ...links.map(({ id }) => id)],
      region,
      inject: closing(links),
      undo: opening(links),
      effect: seen
        .slice(0, 3)
        .flatMap(({ id, observe }) => (observe === undefined ? [] : [expectation(`nothing comes over ${id}`, observe, { is: false })])),
      healed: [
        ...seen.flatMap(({ id, observe }) => (observe === undefined ? [] : [expectation(`an answer comes over ${id}`, observe)])),
        ...outputs.redundancy,
      ],
    });
  },
};
