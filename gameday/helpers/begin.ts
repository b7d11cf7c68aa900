// How each helper begins: its parameters, its pid record, and its own end.
import { readFileSync, renameSync, writeFileSync } from "node:fs";

/** Parameters given as JSON in argv[2]. Writes the pid record and makes sure that the process ends after `seconds`. */
export function begin(): Readonly<Record<string, unknown>> {
  const parameters: unknown = JSON.parse(process.argv[2] ?? "{}");
  if (typeof parameters !== "object" || parameters === null) throw new Error("parameters are a JSON object");
  const values = Object.fromEntries(Object.entries(parameters));
  const stat = readFileSync("/proc/self/stat", "utf8");
  const startTime = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  const bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  const pidFile = String(values["pidFile"]);
  writeFileSync(`${pidFile}.draft`, JSON.stringify({ pid: process.pid, startTime, bootId }));
  renameSync(`${pidFile}.draft`, pidFile);
  setTimeout(() => process.exit(0), Number(values["seconds"]) * 1_000);
  return values;
}
