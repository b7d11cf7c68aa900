// The regions as a drawing that a comment can carry (Mermaid): the way in, each region with what stands in it, what joins them; what the change touches is marked.
import type { Topology, RegionTopology } from "../../../estate/picture/topology.ts";
import type { EnvironmentReview } from "../review.ts";
import type { Section } from "./fit.ts";
import { code } from "./words.ts";

const marks = ["classDef new fill:#d3f9d8,stroke:#2b8a3e,color:#000", "classDef changed fill:#fff3bf,stroke:#e67700,color:#000"] as const;

/** Of the environment that changes most; of several that change alike, the first. */
export function pictureSection(environments: readonly EnvironmentReview[]): Section | null {
  const drawn = environments
    .filter(({ head }) => head !== null)
    .toSorted((a, b) => b.changes.length - a.changes.length)
    .find(({ head }) => head !== null);
  if (drawn?.head === undefined || drawn.head === null) return null;
  const lines = drawPicture(drawn.head.topology, drawn.base?.topology ?? null);
  const marked = lines.some((line) => /:::(?:new|changed)/.test(line));
  return {
    title: "Topology",
    opening: [
      `${code(drawn.name, 40)}${marked ? "; green is new, yellow differs" : drawn.base === null ? "" : "; the change leaves its shape as it is"}.`,
      "",
    ],
    lines: ["```mermaid", ...lines, "```"],
    share: 2,
    whole: true,
    noun: "The picture is",
  };
}

export function drawPicture(head: Topology, base: Topology | null): readonly string[] {
  const before = base === null ? null : new Set(partsOf(base).map(({ id, label }) => `${id} ${label}`));
  const known = base === null ? null : new Set(partsOf(base).map(({ id }) => id));
  const mark = ({ id, label }: Part): string =>
    before === null || known === null || before.has(`${id} ${label}`) ? "" : known.has(id) ? ":::changed" : ":::new";
  const node = (part: Part): string => `${part.id}["${part.label}"]${mark(part)}`;
  return [
    "flowchart TB",
    ...marks.map((line) => `  ${line}`),
    `  ${node(entryPart(head))}`,
    ...head.regions.flatMap((region, index) => [
      `  subgraph r${index}["${words(region.name)} · ${words(region.role)}"]`,
      ...regionParts(region, index).map((part) => `    ${node(part)}`),
      "  end",
      `  entry --> r${index}n0`,
    ]),
    ...(head.backbone === null ? [] : [`  ${node(backbonePart(head.backbone))}`, ...head.regions.map((_, index) => `  r${index} --- backbone`)]),
  ];
}

interface Part {
  readonly id: string;
  readonly label: string;
}

const partsOf = (topology: Topology): readonly Part[] => [
  entryPart(topology),
  ...topology.regions.flatMap(regionParts),
  ...(topology.backbone === null ? [] : [backbonePart(topology.backbone)]),
];

const entryPart = ({ entry }: Topology): Part => ({ id: "entry", label: words(["clients", ...entry].join(" → ")) });
const backbonePart = (backbone: string): Part => ({ id: "backbone", label: words(backbone) });

function regionParts(region: RegionTopology, index: number): readonly Part[] {
  const { zones, segments, natGateways, balancer, cluster, pools, workloads, charts, postgres, redis } = region;
  const store = (given: RegionTopology["postgres"]): string =>
    given === null ? "" : `${given.label}: ${given.members.map(({ label }) => label).join(", ")}`;
  const labels = [
    [`${zones.length} zones`, segments.join(" / "), natGateways === 0 ? "" : `${natGateways} NAT`, balancer ?? ""],
    [
      cluster,
      ...pools.map(({ name, count, most, machine }) => `${name} ${count}–${most} × ${machine}`),
      `${workloads} deployments, ${charts} charts`,
    ],
    [store(postgres)],
    [store(redis)],
  ];
  return labels.flatMap((lines, place) => {
    const label = lines
      .filter((line) => line !== "")
      .map(words)
      .join("<br/>");
    return label === "" ? [] : [{ id: `r${index}n${place}`, label }];
  });
}

/** In a label nothing may end it, nor begin an element. */
const words = (given: string): string =>
  Array.from(given.toWellFormed().replaceAll(/["`<>[\]{}|;#&@\\\s]+/g, " "))
    .slice(0, 90)
    .join("")
    .trim();
