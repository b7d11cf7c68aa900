// Everything on the node that a game day needs: our rendered workloads with their disks, Litmus, Prometheus and the kind of load.
import { join } from "node:path";
import { repositories } from "./image/contents.ts";
import { installLitmusKinds, litmus } from "./manifests/litmus.ts";
import { prometheus } from "./manifests/prometheus.ts";
import { renderWorkloads, type Rendered } from "./manifests/rendered.ts";
import { volumesFor } from "./manifests/volumes.ts";
import { region } from "./outputs.ts";
import { stopwatch, type RealNode } from "./real-node.ts";
import { testRunKind } from "../../tests/cluster-load/test-run-kind.ts";

const patienceSeconds = 300;

export async function deployWorkloads(node: RealNode, say: (text: string) => void): Promise<Rendered> {
  const { cluster, machine } = node;
  const timed = stopwatch(say);
  const rendered = await renderWorkloads(machine.folder, (repository) => node.image(repository), [region]);
  await cluster.apply(await volumesFor(rendered.manifests, join(machine.folder, "lib")));
  await cluster.apply(rendered.manifests);
  await installLitmusKinds(cluster);
  await cluster.apply([
    testRunKind,
    ...litmus(node.image(repositories.chaosOperator), node.image(repositories.chaosRunner)),
    ...prometheus(node.image(repositories.prometheus)),
  ]);
  const counted = [...rendered.leftOut].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([kind, count]) => `${count} ${kind}`);
  timed(`${rendered.manifests.length} of our manifests applied`);
  say(`    left out: the other regions' workloads, and what belongs to ${rendered.charts.length} charts (${counted.join(", ")})`);
  const namespaces = new Set((await cluster.pods("")).map(({ metadata }) => metadata.namespace));
  for (const namespace of [...namespaces, region]) await cluster.podsReady(namespace, patienceSeconds);
  timed(`${(await cluster.pods("")).length} pods are ready`);
  return rendered;
}
