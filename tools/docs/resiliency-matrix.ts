// The page of the resiliency matrix, from its table.
import { failures, gapReasons, matrix, provenShare, services, type Cell } from "../../chaos/matrix/matrix.ts";

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

const letters: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(gapReasons).map((reason, place) => [reason, "abcdefgh".charAt(place)]),
);

const sign = ({ proof }: Cell): string => (proof.by === "gap" ? `– ${letters[proof.reason] ?? ""}` : proof.by === "run" ? "run" : "test");

const proven = ({ service, failure, experiment, proof }: Cell): readonly string[] =>
  proof.by === "gap"
    ? []
    : [
        service,
        failure,
        experiment === null ? "the test's own" : `\`${experiment}\``,
        proof.by === "run" ? `plan \`${proof.plan}\`, fault \`${proof.fault}\`` : "",
        `\`${proof.held.file}\`: *${proof.held.title}*`,
      ];

export function resiliencyMatrixPage(): string {
  const kinds = Object.keys(failures);
  const rows = services.map((service) => [service, ...matrix.filter((cell) => cell.service === service).map(sign)]);
  const share = Math.floor(provenShare(matrix) * 100);
  return `<!-- Written by \`npm run docs\` from the project's own tables. -->
# Resiliency matrix

Each service of the topology under each kind of failure. *run*: a shipped plan puts exactly this fault in on the embedded stack, and a test runs it; *test*: a
test of the service by itself does it; –: open, with the letter of the reason. ${share} % of ${matrix.length} cells are proven. A fault counts where it was seen to be in, seen to be out again, and
the whole stack was well afterwards, with every accepted write there; what clients felt meanwhile is in the run's report.

${table(["service", ...kinds], rows)}

${Object.entries(failures)
  .map(([name, meaning]) => `- **${name}**: ${meaning}`)
  .join("\n")}

## Why a cell is open

${table(
  ["", "reason", "cells"],
  Object.entries(gapReasons).map(([reason, meaning]) => [
    letters[reason] ?? "",
    meaning,
    String(matrix.filter(({ proof }) => proof.by === "gap" && proof.reason === reason).length),
  ]),
)}

## What proves the others

${table(
  ["service", "failure", "experiment", "run", "held by"],
  matrix.map(proven).filter((row) => row.length > 0),
)}
`;
}
