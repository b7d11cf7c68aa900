// A picture of an estate: the way in above, the regions side by side, what joins them below. SVG that lies in a page or stands alone.
import { roundTripMilliseconds } from "../../model/regions.ts";
import { drawRegion, regionHeight } from "./region.ts";
import { chip, escape, line, rectangle, text } from "./shapes.ts";
import { style } from "./style.ts";
import type { Topology } from "./topology.ts";

export interface PictureFigures {
  /** US dollars a month of each region, in order; null where nothing is paid. */
  readonly regions: readonly (number | null)[];
  /** Of what belongs to no region. */
  readonly global: number | null;
}

const width = 1_240;
const margin = 10;
const between = 18;
const entryHeight = 74;
const arrows = 34;
const backboneHeight = 70;

export function drawPicture(topology: Topology, figures: PictureFigures): string {
  const { regions, entry, backbone, environment } = topology;
  const column = (width - 2 * margin - between * Math.max(0, regions.length - 1)) / Math.max(1, regions.length);
  const tallest = Math.max(0, ...regions.map(regionHeight));
  const top = margin + entryHeight + arrows;
  const height = top + tallest + (backbone === null ? 0 : backboneHeight) + margin;
  const middleOf = (index: number): number => margin + index * (column + between) + column / 2;
  const title = `${environment}: ${regions.map(({ name, role }) => `${name} (${role})`).join(", ")}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}" class="topology">`,
    `<style>${style}</style><title>${escape(title)}</title>`,
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" class="head"/></marker></defs>',
    drawEntry(entry, figures.global),
    ...regions.map((_, index) => `<path d="M${middleOf(index)} ${margin + entryHeight}V${top - 3}" class="way" marker-end="url(#head)"/>`),
    ...regions.map((region, index) =>
      drawRegion(
        region,
        { monthly: figures.regions[index] ?? null },
        { x: margin + index * (column + between), y: top, width: column, height: tallest },
      ),
    ),
    backbone === null ? "" : drawBackbone(topology, backbone, top + tallest, middleOf),
    "</svg>",
  ].join("");
}

function drawEntry(entry: readonly string[], monthly: number | null): string {
  const chips = entry.length === 0 ? ["the cluster's own entry"] : entry;
  const chipWidth = Math.min(280, (width - 2 * margin - 330) / chips.length - 12);
  return [
    rectangle({ x: margin, y: margin, width: width - 2 * margin, height: entryHeight - 4 }, "entry", 10),
    text(margin + 16, margin + 30, "clients", "region-name"),
    text(margin + 16, margin + 50, "over HTTPS alone", "soft"),
    `<path d="M${margin + 140} ${margin + 35}H${margin + 174}" class="way" marker-end="url(#head)"/>`,
    ...chips.map((words, index) =>
      chip({ x: margin + 180 + index * (chipWidth + 12), y: margin + 20, width: chipWidth, height: 30 }, words, "balancer"),
    ),
    ...(monthly === null
      ? []
      : [
          text(width - margin - 14, margin + 30, `$${Math.round(monthly).toLocaleString("en-US")}`, "cost", "end"),
          text(width - margin - 14, margin + 50, "a month, global", "soft", "end"),
        ]),
  ].join("");
}

/** A line under all regions, and from the primary's database an arrow to every follower. */
function drawBackbone({ regions }: Topology, label: string, top: number, middleOf: (index: number) => number): string {
  const y = top + 40;
  const [first, last] = [middleOf(0), middleOf(Math.max(0, regions.length - 1))];
  const led = (["postgres", "redis"] as const).filter((store) => regions[0]?.[store]?.members.some(({ leads }) => leads) === true);
  const following = led.map((store) => (store === "postgres" ? "Postgres" : "Redis")).join(" and ");
  return [
    line(first, y, last, y, "backbone"),
    ...regions.slice(1).map(({ name }, index) => {
      const milliseconds = label.startsWith("transit") ? knownRoundTrip(regions[index]?.name ?? "", name) : null;
      return milliseconds === null
        ? ""
        : text((middleOf(index) + middleOf(index + 1)) / 2, y - 8, `${Math.round(milliseconds)} ms there and back`, "soft", "middle");
    }),
    ...regions.map(
      (_, index) => `<path d="M${middleOf(index)} ${top + 2}V${y}" class="backbone"/><circle cx="${middleOf(index)}" cy="${y}" r="6" class="joint"/>`,
    ),
    text(
      (first + last) / 2,
      y + 22,
      `${label}${led.length === 0 ? "" : `; ${following} ${led.length === 1 ? "follows" : "follow"} the primary`}`,
      "backbone-name",
      "middle",
    ),
  ].join("");
}

function knownRoundTrip(from: string, to: string): number | null {
  try {
    return roundTripMilliseconds(from, to);
  } catch {
    return null;
  }
}
