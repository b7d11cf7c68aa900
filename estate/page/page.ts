// The preview as one page that opens from disk: picture, cost beside the budget, what is charged, what there is.
import { assumptions } from "../cost/usage.ts";
import { spokenType } from "../inventory.ts";
import { drawPicture } from "../picture/picture.ts";
import { escape } from "../picture/shapes.ts";
import { topologyOf } from "../picture/topology.ts";
import type { Preview } from "../preview.ts";
import { sources } from "../prices/sources.ts";
import { unknownValue, type Estate } from "../resource.ts";
import { style } from "./style.ts";
import { table, type Row } from "./table.ts";

export function previewPage(estate: Estate, preview: Preview, seconds: number): string {
  const { environment, regions, resources } = preview;
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Preview of ${escape(environment)}</title><style>${style}</style></head><body><main>`,
    `<h1>${escape(environment)}</h1><p class="note">${resources.toLocaleString("en-US")} resources in ${escape(regions.join(", "))}. Recorded in ${seconds.toFixed(1)} s; nothing was created and no cloud was asked.</p>`,
    banner(preview),
    `<figure class="scroll" tabindex="0"><div class="stage">${drawPicture(topologyOf(estate), figuresOf(preview))}</div></figure>`,
    costs(preview),
    charges(preview),
    use(preview),
    inventory(preview),
    outputs(preview),
    prices(preview),
    "</main></body></html>\n",
  ].join("\n");
}

/** Where nothing is paid, the picture says nothing of money. */
function figuresOf({ costs: rows, regions, budget }: Preview): Parameters<typeof drawPicture>[1] {
  if (budget === null) return { regions: regions.map(() => null), global: null };
  const sum = (of: (row: Preview["costs"][number]) => number): number => rows.reduce((total, row) => total + of(row), 0);
  return { regions: regions.map((_, index) => sum((row) => row.regions[index] ?? 0)), global: sum((row) => row.global) };
}

function banner({ bill, budget, problems }: Preview): string {
  const verdict = problems.length === 0 ? "good" : "bad";
  const share = budget === null ? null : bill.total / budget;
  const words =
    budget === null
      ? "The cluster is there already: its machines are not this environment's to pay."
      : `<b>$${money(bill.total)}</b> a month of a budget of $${whole(budget)}`;
  const meter = share === null ? "" : `<div class="meter"><div style="width:${Math.min(100, share * 100).toFixed(1)}%"></div></div>`;
  const list =
    problems.length === 0
      ? ""
      : `<ul>${problems.map(({ path, message, remedy }) => `<li><code>${escape(path)}</code>: ${escape(message)}${remedy === undefined ? "" : ` — ${escape(remedy)}`}</li>`).join("")}</ul>`;
  return `<div class="banner ${verdict}"><p>${words}</p>${meter}${list}</div>`;
}

function costs({ costs: rows, regions, bill }: Preview): string {
  if (bill.lines.length === 0) return section("Cost", "Nothing is charged.", "");
  const design = rows.some((row) => row.design !== null);
  const sum = (of: (row: Preview["costs"][number]) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const body: Row[] = rows.map((row) => ({
    cells: [row.line, ...row.regions.map(money), money(row.global), money(row.total), ...(design ? [whole(row.design ?? 0)] : [])],
  }));
  const total: Row = {
    cells: [
      "total",
      ...regions.map((_, index) => money(sum((row) => row.regions[index] ?? 0))),
      money(sum((row) => row.global)),
      money(bill.total),
      ...(design ? [whole(sum((row) => row.design ?? 0))] : []),
    ],
    strong: true,
  };
  const note = "US dollars a month: list prices, on demand, 730 hours, before tax.";
  return section("Cost", note, table(["", ...regions, "global", "sum", ...(design ? ["the design's"] : [])], [...body, total]));
}

function charges({ bill }: Preview): string {
  const rows = bill.lines
    .toSorted((a, b) => b.monthly - a.monthly)
    .map(({ monthly, name, region, category, basis, derived }) => ({
      cells: [name, region ?? "global", category, `${basis}${derived ? " (from another region's price)" : ""}`, money(monthly)],
    }));
  const unknown = bill.unknown.map(({ urn, why }) => ({ cells: [urn.split("::").at(-1) ?? urn, why] }));
  const free = bill.free.map(({ type, count, why }) => ({ cells: [spokenType(type), String(count), why] }));
  const heads = ["resource", "region", "line", "how it is worked out", "US dollars"];
  return [
    ...(rows.length === 0
      ? []
      : [
          section("The largest charges", "", table(heads, rows.slice(0, 20), "words")),
          details(`All ${rows.length} charges`, table(heads, rows, "words")),
        ]),
    unknown.length === 0
      ? '<p class="note">No price is unknown.</p>'
      : section("Unknown prices", "In no sum above.", table(["resource", "why"], unknown, "words")),
    details(`What costs nothing: ${bill.free.reduce((sum, { count }) => sum + count, 0)} resources`, table(["type", "count", "why"], free, "words")),
  ].join("\n");
}

function use({ usage }: Preview): string {
  const figure = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 1 });
  const rows: Row[] = [
    ["game days", figure(usage.gameDays)],
    ["hours of load", figure(usage.loadHours)],
    ["hours with faults", figure(usage.faultHours)],
    ["million requests", figure(usage.requests / 1_000_000)],
    ["GB to clients", figure(usage.answersGB)],
    ["GB between zones", figure(usage.betweenZonesGB)],
    ["GB from a region to each other one", figure(usage.betweenRegionsGB)],
    ["GB out of a region", figure(usage.outboundGB)],
    ["GB in the database", figure(usage.databaseGB)],
  ].map((cells) => ({ cells }));
  const assumed = Object.values(assumptions).map(({ name, value, unit, why }) => ({ cells: [name, `${figure(value)} ${unit}`, why] }));
  return (
    section("Use in a month", "From the phases: rate, length, and how often they are gone through.", table(["", ""], rows)) +
    details("What is assumed", table(["", "", "why"], assumed, "words"))
  );
}

function inventory({ inventory: rows, regions }: Preview): string {
  const body = rows.map(({ type, regions: counts, global, total }) => ({
    cells: [spokenType(type), ...counts.map(blank), blank(global), String(total)],
  }));
  return details("Resources by region and type", table(["", ...regions, "global", "sum"], body));
}

const outputs = ({ outputs: published }: Preview): string =>
  details("Outputs", `<pre>${escape(JSON.stringify(published, null, 2).replaceAll(unknownValue, "(known after creation)"))}</pre>`);

function prices({ bill }: Preview): string {
  const rows = bill.sources.map((name) => ({ cells: [sources[name].where, sources[name].date] }));
  return details("Where the prices are from", table(["source", "of"], rows, "words"));
}

const section = (title: string, note: string, body: string): string =>
  `<h2>${escape(title)}</h2>${note === "" ? "" : `<p class="note">${escape(note)}</p>`}${body}`;
const details = (title: string, body: string): string => `<details><summary>${escape(title)}</summary>${body}</details>`;
const money = (usd: number): string => (usd === 0 ? "·" : usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 }));
const whole = (usd: number): string => usd.toLocaleString("en-US", { maximumFractionDigits: 0 });
const blank = (count: number): string => (count === 0 ? "·" : String(count));
