// The faults: a card each, with where its time went and what was seen.
import type { FaultSummary, SeenRow } from "../fault-summary.ts";
import { clock, plural } from "../format.ts";
import type { RunSummary } from "../summary.ts";
import { momentsOf, stretchesOf, type Moment, type Stretch } from "../time-budget.ts";
import { escape } from "./escape.ts";
import { section, small } from "./parts.ts";

/** What a stretch of a fault's time is, by the moment that ends it. */
const stretchWords: Readonly<Record<Moment["name"], string>> = {
  injected: "",
  "effect seen": "until its effect was seen",
  detected: "until it was detected",
  healing: "in force",
  healed: "healing",
  recovered: "recovering",
};

export const stretchClass = ({ until }: Stretch): string => (until === null ? "open" : until.replace(" ", "-"));

export function faultsSection(summary: RunSummary): string {
  if (summary.faults.length === 0 && summary.unsupported.length === 0) return "";
  const longest = Math.max(
    1,
    ...summary.faults.flatMap((fault) => stretchesOf(fault, summary.endedAt, summary.live).map(({ to }) => to - (fault.injectedAt ?? to))),
  );
  const unsupported = summary.unsupported
    .map(({ fault, reason }) => `<li><b>${escape(fault)}</b> is not supported by this stack: ${escape(reason)}</li>`)
    .join("");
  const legend = `<ul class="legend">${(["detected", "healing", "healed", "recovered"] as const).map((name) => `<li><i class="swatch ${name}"></i>${stretchWords[name]}</li>`).join("")}<li><i class="swatch away"></i>no write accepted</li></ul>`;
  return section(
    "faults",
    "Faults",
    `${legend}<div class="cards">${summary.faults.map((fault) => card(fault, summary, longest)).join("")}</div>${unsupported === "" ? "" : `<ul>${unsupported}</ul>`}`,
    "Where each fault's time went, all bars on one scale. Effect and healing are seen from the consumer's side, by another way than the one that injected.",
  );
}

function card(fault: FaultSummary, summary: RunSummary, longest: number): string {
  const proved = fault.outcome === "proved";
  const shown = fault.targets.slice(0, 6).join(", ");
  const targets = fault.targets.length > 6 ? `${shown} and ${fault.targets.length - 6} more` : shown;
  const where = fault.region === null ? fault.kind : `${fault.kind} in ${fault.region}`;
  const now = summary.live ? underWay(fault) : null;
  const tone = proved ? "good" : now !== null || fault.outcome === "waiting" || fault.outcome === "ended early" ? "warn" : "bad";
  return `<article class="card"><h3>${escape(fault.id)} ${small(escape(where))}</h3><p class="outcome ${tone}">${proved ? "✓" : now === null ? "✗" : "›"} ${now ?? fault.outcome}</p>
<p>${escape(fault.hypothesis)}</p>${fault.failure === null ? "" : `<p class="bad">${escape(fault.failure)}</p>`}
${budget(fault, summary, longest)}
<details${proved || now !== null ? "" : " open"}><summary>what was hit and seen ${small(plural(fault.effect.length + fault.judged.length + fault.healing.length + fault.recovery.length, "look"))}</summary>${targets === "" ? "" : `<p class="note">hits ${escape(targets)}</p>`}${seen("effect", fault.effect)}${seen("verdict of its engine", fault.judged)}${seen("healing", fault.healing)}${seen("recovery", fault.recovery)}</details></article>`;
}

/** Where a fault is whose outcome is still to come; null where it is known. */
function underWay({ outcome, healingAt }: FaultSummary): string | null {
  if (outcome === "waiting") return "waiting";
  if (outcome === "in force") return healingAt === null ? "in force" : "healing";
  return outcome === "ended early" ? "recovering" : null;
}

function budget(fault: FaultSummary, summary: RunSummary, longest: number): string {
  const start = fault.injectedAt;
  if (start === null) return "";
  const share = (milliseconds: number): number => (milliseconds / longest) * 100;
  const bars = stretchesOf(fault, summary.endedAt, summary.live).map((stretch) => {
    const took = ((stretch.to - stretch.from) / 1_000).toFixed(1);
    const words = stretch.until === null ? "until the journal ends" : stretchWords[stretch.until];
    const width = share(stretch.to - stretch.from);
    return `<span class="${stretchClass(stretch)}" style="width:${width.toFixed(2)}%" title="${words}: ${took} s">${width >= 14 ? `${took} s` : ""}</span>`;
  });
  const outage = fault.outageSeconds ?? 0;
  const away =
    outage <= 0
      ? ""
      : `<div class="bar away" style="width:${Math.min(100, share(outage * 1_000)).toFixed(2)}%" title="no write accepted for ${outage.toFixed(1)} s"></div>`;
  const moments = momentsOf(fault).map(({ name, after, by }) => {
    const when = name === "injected" ? `at ${clock((start - summary.startedAt) / 1_000)}` : after === null ? "–" : `+${after.toFixed(1)} s`;
    return `<li><span>${name}</span> <b>${when}</b>${by === null ? "" : ` ${small(`by ${escape(by)}`)}`}</li>`;
  });
  if (outage > 0) moments.push(`<li><span>writes accepted again</span> <b>+${outage.toFixed(1)} s</b></li>`);
  return `<div class="budget" aria-hidden="true"><div class="bar">${bars.join("")}</div>${away}</div><ol class="moments">${moments.join("")}</ol>`;
}

function seen(title: string, rows: readonly SeenRow[]): string {
  if (rows.length === 0) return "";
  const shown = rows.length > 12 ? [...rows.filter(({ held }) => !held), ...rows.filter(({ held }) => held)].slice(0, 12) : rows;
  const more = rows.length > shown.length ? `<li class="faint">and ${rows.length - shown.length} more</li>` : "";
  return `<h4>${title}</h4><ul>${shown
    .map(
      ({ label, held, detail }) =>
        `<li><span class="${held ? "good" : "bad"}">${held ? "✓" : "✗"}</span> ${escape(label)} ${small(escape(detail))}</li>`,
    )
    .join("")}${more}</ul>`;
}
