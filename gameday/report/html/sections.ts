// The report's tables and cards.
import { criteria } from "../../../model/criteria.ts";
import { fullSizePhases } from "../../../model/phases.ts";
import type { CriterionResult } from "../../../model/events.ts";
import type { FaultSummary, SeenRow } from "../fault-summary.ts";
import { figure, rate, seconds } from "../format.ts";
import type { RunSummary } from "../summary.ts";
import { escape } from "./escape.ts";

const table = (head: readonly string[], rows: readonly string[], style = ""): string =>
  `<div class="scroll"><table class="${style}"><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
const row = (cells: readonly string[]): string =>
  `<tr>${cells.map((cell, index) => (index === 0 ? `<th scope="row">${cell}</th>` : `<td>${cell}</td>`)).join("")}</tr>`;
const section = (title: string, body: string, note = ""): string =>
  `<section><h2>${title}</h2>${note === "" ? "" : `<p class="note">${note}</p>`}${body}</section>`;

export function phasesSection(summary: RunSummary): string {
  const rows = summary.phases.map((phase) => {
    const full = fullSizePhases[phase.name];
    const begun = phase.begun;
    const factor =
      begun === null || full.requestsPerSecond === 0
        ? "–"
        : `rate 1/${Math.round(full.requestsPerSecond / begun.rate).toLocaleString("en")}, time 1/${Math.round((full.minutes * 60) / begun.seconds)}`;
    const gate = phase.gate === null ? "not reached" : phase.gate.passed ? '<span class="good">✓ passed</span>' : '<span class="bad">✗ failed</span>';
    const size = phase.scaled === null ? "–" : `${phase.scaled.instances} of ${phase.asked.instances ?? full.instances}`;
    return row([
      full.title,
      begun === null
        ? "–"
        : `${rate(begun.rate)} for ${seconds(begun.seconds)}${begun.rate < phase.asked.rate ? ` <small>(lowered from ${rate(phase.asked.rate)})</small>` : ""}`,
      `${full.requestsPerSecond.toLocaleString("en")}/s for ${full.minutes} min`,
      factor,
      begun?.rate === 0 ? "no load" : rate(phase.reached),
      phase.p95 === null ? "–" : `${phase.p95.toFixed(0)} ms`,
      `${phase.ok.toLocaleString("en")} / ${phase.shed} / ${phase.errors}`,
      size,
      phase.generatorCpu === null ? "–" : phase.generatorCpu.toFixed(2),
      gate,
    ]);
  });
  return section(
    "Phases",
    table(["phase", "asked", "full size", "factor", "reached", "p95", "ok / shed / failed", "instances", "generator cores", "gate"], rows),
    "Factors stand between what was asked here and the stress cycle at full size; they need not be the same for time, rate and size.",
  );
}

export function criteriaSection(summary: RunSummary): string {
  const judged = summary.phases.filter(({ gate }) => gate !== null);
  const rows = criteria.map(({ id, area, title, comparison, unit, limit }) => {
    const cells = judged.map(({ gate }) =>
      cellOf(
        gate?.results.find(({ criterion }) => criterion === id),
        unit,
      ),
    );
    return `<tr data-criterion="${id}"><th scope="row"><small>${escape(area)}</small> ${escape(title)}</th><td>${comparison} ${figure(limit, unit)}</td>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  return section(
    "Criteria",
    table(["criterion", "limit", ...judged.map(({ name }) => name)], rows, "criteria"),
    "✓ passed · ✗ failed · ○ not measured here (the stack's outputs lack the capability; it never counts as passed) · empty: not judged in that phase.",
  );
}

function cellOf(result: CriterionResult | undefined, unit: (typeof criteria)[number]["unit"]): string {
  if (result === undefined) return "";
  if (result.status === "not measured here") return '<span class="faint" title="not measured here">○</span>';
  const loosened =
    result.loosenedFrom === undefined ? "" : `<br><small>loosened from ${figure(result.loosenedFrom, unit)} to ${figure(result.limit, unit)}</small>`;
  const mark = result.status === "passed" ? '<span class="good">✓</span>' : '<span class="bad">✗</span>';
  return `<span title="${escape(`${result.samples} samples${result.detail === undefined ? "" : `; ${result.detail}`}`)}">${mark} ${figure(result.value, unit)}</span>${loosened}`;
}

export function faultsSection(summary: RunSummary): string {
  if (summary.faults.length === 0 && summary.unsupported.length === 0) return "";
  const left = summary.unsupported
    .map(({ fault, reason }) => `<li><b>${escape(fault)}</b> is not supported by this stack: ${escape(reason)}</li>`)
    .join("");
  return section("Faults", `<div class="cards">${summary.faults.map(faultCard).join("")}</div>${left === "" ? "" : `<ul>${left}</ul>`}`);
}

function faultCard(fault: FaultSummary): string {
  const good = fault.outcome === "proved";
  const between = (from: number | null, to: number | null): string => seconds(from === null || to === null ? null : (to - from) / 1_000);
  const budget = [
    ["detected", between(fault.injectedAt, fault.detectedAt), fault.detectedBy ?? ""],
    ["in force", between(fault.injectedAt, fault.healingAt), ""],
    ["healed", between(fault.healingAt, fault.healedAt), fault.healedBy === "guardian" ? "by the guardian" : ""],
    ["recovered", between(fault.healedAt, fault.recoveredAt), ""],
    [
      "writes away",
      fault.outageSeconds === null ? "–" : seconds(fault.outageSeconds),
      "injection to the end of the longest gap between accepted writes",
    ],
  ];
  const targets =
    fault.targets.length > 6 ? `${fault.targets.slice(0, 6).join(", ")} and ${fault.targets.length - 6} more` : fault.targets.join(", ");
  return `<article class="card"><h3>${escape(fault.id)} <small>${escape(fault.kind)}</small><span class="${good ? "good" : "bad"}">${good ? "✓" : "✗"} ${fault.outcome}</span></h3>
<p>${escape(fault.hypothesis)}</p><p class="note">${escape(fault.failure ?? targets)}</p>
<dl>${budget.map(([name, value, title]) => `<div title="${escape(title ?? "")}"><dt>${name}</dt><dd>${value}</dd></div>`).join("")}</dl>
<details${good ? "" : " open"}><summary>what was seen</summary>${seen("effect", fault.effect)}${seen("healing", fault.healing)}${seen("recovery", fault.recovery)}</details></article>`;
}

function seen(title: string, rows: readonly SeenRow[]): string {
  if (rows.length === 0) return "";
  const shown = rows.length > 12 ? [...rows.filter(({ held }) => !held), ...rows.filter(({ held }) => held)].slice(0, 12) : rows;
  const more = rows.length > shown.length ? `<li class="faint">and ${rows.length - shown.length} more that held</li>` : "";
  return `<h4>${title}</h4><ul>${shown.map(({ label, held, detail }) => `<li><span class="${held ? "good" : "bad"}">${held ? "✓" : "✗"}</span> ${escape(label)} <small>${escape(detail)}</small></li>`).join("")}${more}</ul>`;
}

export function integritySection(summary: RunSummary): string {
  const rows = summary.phases.flatMap(({ name, integrity }) =>
    integrity === null
      ? []
      : [
          row([
            name,
            integrity.accepted.toLocaleString("en"),
            String(integrity.lost),
            String(integrity.lostBeyondRpo),
            String(integrity.doubled),
            String(integrity.unaccounted),
          ]),
        ],
  );
  const drills = summary.phases.flatMap(({ name, drill }) =>
    drill === null
      ? []
      : [
          `<p>Restore drill after ${name}: ${drill.rows.toLocaleString("en")} rows of a restored backup compared with the primary, ${drill.unequal} differ, in ${seconds(drill.seconds)}.</p>`,
        ],
  );
  if (rows.length === 0) return "";
  return section(
    "Integrity",
    `${table(["after", "accepted, read back", "lost", "beyond the RPO", "stored twice", "queue: unaccounted"], rows)}${drills.join("")}`,
    "Every id that a client was told is accepted is looked up in the Postgres primary after each gate; after Chaos those of the whole run.",
  );
}

export function probesSection(summary: RunSummary): string {
  if (summary.probes.length === 0) return "";
  const rows = summary.probes.map(({ probe, samples, up, outages }) =>
    row([escape(probe), `${((up / Math.max(1, samples)) * 100).toFixed(1)} %`, String(outages), String(samples)]),
  );
  return section(
    "Probes",
    `<details><summary>${summary.probes.length} probes, ${summary.probes.reduce((total, { outages }) => total + outages, 0)} outages</summary>${table(["probe", "up", "outages", "entries in the journal"], rows)}</details>`,
  );
}

export function provenanceSection(summary: RunSummary): string {
  const { calibration } = summary;
  // Typed by hand: the type checker loses the numbers of a spread record.
  const facts: Readonly<Record<string, string | number>> = {
    run: summary.run,
    plan: summary.plan,
    stack: summary.stack,
    started: new Date(summary.startedAt).toISOString(),
    ...(calibration === null ? {} : { calibration: `${calibration.reachable.toFixed(0)} requests/s reachable, rates × ${calibration.factor}` }),
    ...summary.provenance,
  };
  const rows = Object.entries(facts).map(([name, value]) => row([escape(name), escape(String(value))]));
  return section("Provenance", table(["", ""], rows, "plain"));
}
