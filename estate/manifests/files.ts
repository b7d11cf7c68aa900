// Manifests and charts as files: a folder a region, the same bytes for the same estate.
import { stringify } from "yaml";
import type { Chart, Manifest, Manifests } from "./manifests.ts";

/** By path below the folder that they are written to. Names begin with their place in the order of application. */
export function filesOf({ manifests, charts, patches }: Manifests): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [place, objects] of Map.groupBy(manifests, ({ region }) => region ?? everywhere))
    for (const [index, manifest] of objects.entries()) files.set(`${place}/${number(index)}-${fileName(manifest)}.yaml`, rendered(manifest));
  for (const patch of patches) files.set(`${patch.region ?? everywhere}/patches/${fileName(patch)}.yaml`, rendered(patch));
  for (const chart of charts)
    files.set(`${chart.region ?? everywhere}/charts/${chart.namespace ?? "default"}-${chart.release}.yaml`, renderedChart(chart));
  return files;
}

/** The folder of what belongs to no region. */
const everywhere = "global";

const number = (index: number): string => String(index + 1).padStart(3, "0");

const fileName = ({ kind, name, namespace }: Manifest): string =>
  [kind.toLowerCase(), namespace, name]
    .filter((part) => part !== null)
    .join("-")
    .replaceAll(/[^a-z0-9.-]/g, "-");

function rendered({ document, unknown }: Manifest): string {
  const note = unknown.length === 0 ? "" : `# Known only after creation: ${unknown.toSorted().join(", ")}\n`;
  return note + yaml(document);
}

function renderedChart({ release, namespace, chart, version, repository, values }: Chart): string {
  const command = [
    `helm upgrade --install ${release} ${chart}`,
    ...(repository === null ? [] : [`--repo ${repository}`]),
    ...(version === null ? [] : [`--version ${version}`]),
    ...(namespace === null ? [] : [`--namespace ${namespace}`]),
    "--values <this file>",
  ].join(" ");
  return `# ${command}\n${yaml(values)}`;
}

const yaml = (value: unknown): string => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
