// A whole region gone: its processes killed and held down, its links cut.
import { expectation } from "../../expectations.ts";
import { rendered, unsupported, type FaultOf } from "../../fault-kind.ts";
import type { Observation } from "../../../model/fault/observation.ts";
import { seconds } from "../../../model/units.ts";
import { onCluster } from "../cluster/on-cluster.ts";
import { renderRegionPods } from "../cluster/region-pods.ts";
import { borderLinks, closing, opening } from "./region-links.ts";

export const regionLoss: FaultOf<"region-loss"> = {
  kind: "region-loss",
  title: "Region loss",
  description:
    "Every process of a region is killed and held down, every link of it cut. On a cluster: every workload of the region is scaled to no pod at all. Without a name: the region of the Postgres primary at that moment.",
  undo: "Links are opened and the hold is released, workloads have their replicas back; the stack starts the region again, as standbys of whoever leads now.",
  render({ region: named }, context) {
    const { outputs, facts } = context;
    const name = named ?? facts.postgresPrimary;
    if (onCluster(outputs, "processes")) return renderRegionPods(name, context);
    const region = outputs.regions.find((row) => row.name === name);
    if (region === undefined)
      return unsupported(name === null ? "no region is named and no Postgres primary can be found" : `the stack has no region ${name}`);
    if (outputs.regions.length < 2) return unsupported("it is the only region: blast radius would be everything");
    const { hold, endpoint } = region;
    if (hold === undefined || endpoint === undefined)
      return unsupported(`the region ${region.name} publishes no hold, or no endpoint to see its loss by`);
    const links = borderLinks(outputs, region.name);
    const processes = outputs.processes.filter((process) => process.region === region.name);
    const lonely = processes.find(({ restarted }) => !restarted);
    if (lonely !== undefined) return unsupported(`nothing restarts ${lonely.id}: its outputs must say restarted: true, or it would stay dead`);
    const edge: Observation = { kind: "http", url: new URL("/readyz", endpoint).href, method: "GET", timeout: seconds(1) };
    return rendered({
      engine: "process",
      targets: [region.name, ...processes.map(({ id }) => id)],
      region: region.name,
      inject: [
        { kind: "hold", file: hold },
        ...closing(links),
        ...processes.map(({ pidFile, children }) => ({ kind: "signal" as const, process: { pidFile, children }, signal: "SIGKILL" as const })),
      ],
      undo: [...opening(links), { kind: "release", file: hold }],
      effect: [expectation(`the edge of ${region.name} is gone`, edge, { is: false })],
      healed: [
        expectation(`the edge of ${region.name} is ready`, edge),
        ...processes.flatMap(({ id, ready }) => (ready === undefined ? [] : [expectation(`${id} serves`, ready)])),
        ...outputs.redundancy,
      ],
    });
  },
};
