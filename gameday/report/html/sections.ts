// The report's closing tables: integrity, probes, provenance.
import { count, plural, seconds } from "../format.ts";
import type { RunSummary } from "../summary.ts";
import { escape } from "./escape.ts";
import { bad, good, row, section, table } from "./parts.ts";

export function integritySection(summary: RunSummary): string {
  const rows = summary.phases.flatMap(({ name, integrity }) =>
    integrity === null
      ? []
      : [row([name, ...[integrity.accepted, integrity.lost, integrity.lostBeyondRpo, integrity.doubled, integrity.unaccounted].map(count)])],
  );
  if (rows.length === 0) return "";
  const drills = summary.phases.flatMap(({ name, drill }) =>
    drill === null
      ? []
      : [
          `<p>${drill.unequal === 0 ? good("Restore drill") : bad("Restore drill")} after ${name}: ${plural(drill.rows, "row")} of a restored backup compared with the primary, ${count(drill.unequal)} differ, in ${seconds(drill.seconds)}.</p>`,
        ],
  );
  return section(
    "integrity",
    "Integrity",
    `${table("Accepted writes, looked up again", ["after", "accepted, looked up", "lost", "lost beyond the RPO", "stored twice", "queue: unaccounted"], rows)}${drills.join("")}`,
    "Every id that a client was told is accepted is looked up in the Postgres primary after each gate; after Chaos those of the whole run.",
  );
}

export function probesSection({ probes }: RunSummary): string {
  if (probes.length === 0) return "";
  const flakes = probes.reduce((total, probe) => total + probe.flakes, 0);
  const outages = probes.reduce((total, probe) => total + probe.outages, 0);
  const rows = probes
    .toSorted((a, b) => b.flakes - a.flakes || b.outages - a.outages)
    .map(({ probe, upShare, outages: down, longestOutageSeconds, flakes: own, flakeRate, readings }) =>
      row([
        escape(probe),
        `${(upShare * 100).toFixed(1)} %`,
        count(down),
        down === 0 ? "–" : seconds(longestOutageSeconds),
        own === 0 ? good("0") : bad(count(own)),
        flakeRate === null ? "–" : `${(flakeRate * 100).toFixed(1)} %`,
        count(readings),
      ]),
    );
  return section(
    "probes",
    "Probes",
    `<details${flakes > 0 ? " open" : ""}><summary>${plural(probes.length, "probe")}, ${plural(outages, "outage")}, ${flakes === 0 ? "none" : count(flakes)} of them without a fault</summary>${table(
      "Probes",
      ["probe", "time up", "outages", "longest", "flakes", "flake rate", "readings"],
      rows,
    )}</details>`,
    "A flake is an outage that began while no fault was in; the flake rate is its share of the readings journaled while no fault was in.",
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
  const rows = Object.entries(facts).map(([name, value]) => row([escape(words(name)), escape(String(value))]));
  return section("provenance", "Provenance", table("Where this run comes from", ["what", "value"], rows, "plain"));
}

/** "startedBy" → "started by" */
const words = (name: string): string => name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
