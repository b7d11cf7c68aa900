// A result in words, as the preview, the pack and a review say it.
import type { PolicyResult } from "./judge.ts";

/** One result as a line: "spec.type: the cluster has 5 public load balancers, more than 4 — ClusterIP services behind one edge". */
export function toldOf({ state, path, message, remedy, waiver }: PolicyResult): string {
  const place = path === "" ? "" : `${path}: `;
  const waived = state === "waived" && waiver !== null ? ` (waived until ${waiver.until} by ${waiver.owner}: ${waiver.reason})` : "";
  return `${place}${message}${remedy === "" || waived !== "" ? "" : ` — ${remedy}`}${waived}`;
}
