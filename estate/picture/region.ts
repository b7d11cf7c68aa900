// One region of the picture: a column with its zones across and its segments from top to bottom.
import { chip, dots, line, rectangle, text, type Box } from "./shapes.ts";
import type { Member, RegionTopology } from "./topology.ts";

export interface RegionFigures {
  /** US dollars a month; null where it is not this environment's to pay. */
  readonly monthly: number | null;
}

const padding = 14;
const header = 58;
const gap = 10;

/** Heights of the parts that stand in a region, from top to bottom. */
export const regionHeight = (region: RegionTopology): number =>
  header + edgeHeight(region) + clusterHeight(region) + gap + storeHeight(region) + padding + 8;

const edgeHeight = ({ balancer, natGateways }: RegionTopology): number => (balancer === null && natGateways === 0 ? 0 : 62 + gap);
const clusterHeight = ({ pools }: RegionTopology): number => 62 + Math.max(1, pools.length) * 22;
const storeHeight = ({ postgres, redis }: RegionTopology): number =>
  postgres === null && redis === null ? 0 : 26 + (postgres === null ? 0 : 54) + (redis === null ? 0 : 54);

export function drawRegion(region: RegionTopology, { monthly }: RegionFigures, box: Box): string {
  const { x, y, width, height } = box;
  const inner = { x: x + padding, width: width - 2 * padding };
  const edgeTop = y + header;
  const clusterTop = edgeTop + edgeHeight(region);
  const storeTop = clusterTop + clusterHeight(region) + gap;
  const bottom = y + height - padding + 3;
  return [
    `<g class="region ${region.role}">`,
    rectangle(box, "region-box", 10),
    rectangle({ x, y, width, height: 6 }, "region-bar", 3),
    text(inner.x, y + 28, region.name, "region-name"),
    text(inner.x, y + 46, region.role, "soft"),
    ...(monthly === null
      ? []
      : [
          text(x + width - padding, y + 28, `$${Math.round(monthly).toLocaleString("en-US")}`, "cost", "end"),
          text(x + width - padding, y + 46, "a month", "soft", "end"),
        ]),
    zoneStripes(region, inner, y + header - 4, bottom),
    edgeHeight(region) === 0 ? "" : drawEdge(region, inner, edgeTop),
    drawCluster(region, inner, clusterTop),
    drawStores(region, inner, storeTop),
    "</g>",
  ].join("");
}

interface Span {
  readonly x: number;
  readonly width: number;
}

/** Zones are columns behind everything; what stands in one zone stands in its column. */
function zoneStripes({ zones }: RegionTopology, { x, width }: Span, top: number, bottom: number): string {
  const step = width / Math.max(1, zones.length);
  return zones
    .map((zone, index) => {
      const middle = x + step * (index + 0.5);
      const border = index === 0 ? "" : line(x + step * index, top + 4, x + step * index, bottom - 14, "zone-line");
      return border + text(middle, bottom, `zone ${zone.slice(-1)}`, "zone", "middle");
    })
    .join("");
}

const columnOf = (zones: number, index: number, { x, width }: Span): Span => {
  const step = width / Math.max(1, zones);
  return { x: x + step * index + 5, width: step - 10 };
};

function band(label: string, { x, width }: Span, top: number, height: number, className: string): string {
  return rectangle({ x: x - 4, y: top, width: width + 8, height }, `band ${className}`, 7) + text(x + 4, top + 15, label, "band-name");
}

function drawEdge({ balancer, natGateways, zones, segments }: RegionTopology, inner: Span, top: number): string {
  const row = (index: number): Box => ({ ...columnOf(zones.length, index, inner), y: top + 38, height: 18 });
  return [
    band(segments.includes("public") ? "public subnets" : "edge", inner, top, 62, "public"),
    balancer === null ? "" : chip({ x: inner.x + inner.width - 190, y: top + 8, width: 184, height: 20 }, balancer, "balancer"),
    ...(natGateways >= zones.length && zones.length > 0
      ? zones.map((_, index) => chip(row(index), natGateways === zones.length ? "NAT" : "NAT ×2", "quiet"))
      : natGateways > 0
        ? [chip({ x: inner.x + 5, y: top + 38, width: inner.width - 10, height: 18 }, "NAT, all zones", "quiet")]
        : []),
  ].join("");
}

function drawCluster({ cluster, pools, workloads, charts, segments }: RegionTopology, inner: Span, top: number): string {
  const height = 62 + Math.max(1, pools.length) * 22;
  const label = segments.includes("private") ? "private subnets" : cluster === "namespace" ? "namespaces of the region" : "nodes' subnet";
  const rows = pools.map(({ name, count, most, machine }, index) => {
    const y = top + 42 + index * 22;
    const fit = Math.floor((inner.width - 200) / 12);
    return [
      text(inner.x + 12, y + 9, name, "pool"),
      dots(inner.x + 66, y, inner.width - 200, count, Math.min(most, fit)),
      text(inner.x + inner.width - 8, y + 9, `${count} × ${machine}${most > count ? `, to ${most}` : ""}`, "figure", "end"),
    ].join("");
  });
  return [
    band(label, inner, top, height, "private"),
    rectangle({ x: inner.x + 3, y: top + 22, width: inner.width - 6, height: height - 28 }, "cluster", 6),
    text(inner.x + inner.width - 8, top + 15, cluster === "namespace" ? "in the cluster that is there" : cluster, "cluster-name", "end"),
    ...rows,
    pools.length === 0 ? text(inner.x + 12, top + 50, "no nodes of its own", "soft") : "",
    text(inner.x + 12, top + height - 14, `${workloads} deployments, ${charts} charts`, "soft"),
  ].join("");
}

function drawStores({ postgres, redis, zones, segments }: RegionTopology, inner: Span, top: number): string {
  const stores = [postgres, redis].filter((store) => store !== null);
  if (stores.length === 0) return "";
  return [
    band(segments.includes("data") ? "data subnets" : "data", inner, top, 22 + stores.length * 54, "data"),
    ...stores.map(({ label, members }, index) =>
      drawStore(label, members, zones.length, inner, top + 22 + index * 54, index === 0 && postgres !== null ? "postgres" : "redis"),
    ),
  ].join("");
}

function drawStore(label: string, members: readonly Member[], zones: number, inner: Span, top: number, className: string): string {
  const byPlace = members.map((member, index) => ({ member, place: member.zone ?? index }));
  const columns = zones === 0 ? members.length : zones;
  return [
    text(inner.x + 4, top + 11, label, "store-name"),
    ...byPlace.map(({ member, place }) =>
      chip({ ...columnOf(columns, place % columns, inner), y: top + 18, height: 24 }, member.label, `${className}${member.leads ? " leads" : ""}`),
    ),
  ].join("");
}
