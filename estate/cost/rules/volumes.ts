// How many gigabytes of disks a Kubernetes object or a chart's values ask for.
import { isRecord } from "../../inputs.ts";

/** Claims that an object or a chart makes, times the replicas that each makes one for. */
export function claimedGB(value: unknown): number {
  return claims(value, 1);
}

function claims(value: unknown, replicas: number): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + claims(item, replicas), 0);
  if (!isRecord(value) || switchedOff(value)) return 0;
  const here = countOf(value) ?? replicas;
  return own(value) * here + Object.values(value).reduce((sum: number, item) => sum + claims(item, here), 0);
}

/** A claim's own words ("resources.requests.storage"), or a chart's ("persistence.size", "persistentVolume.size"). */
function own(value: Readonly<Record<string, unknown>>): number {
  const resources = isRecord(value["resources"]) ? value["resources"] : {};
  const requests = isRecord(resources["requests"]) ? resources["requests"] : {};
  const charts = ["persistence", "persistentVolume"].map((key) => value[key]).filter((found) => isRecord(found) && !switchedOff(found));
  return gigabytes(requests["storage"]) + charts.reduce((sum: number, found) => sum + (isRecord(found) ? gigabytes(found["size"]) : 0), 0);
}

const switchedOff = (value: Readonly<Record<string, unknown>>): boolean => value["enabled"] === false;

/** Elasticsearch's node sets count; charts have replicas or a replica count. */
function countOf(value: Readonly<Record<string, unknown>>): number | null {
  const found = ["replicas", "replicaCount", "count"].map((key) => value[key]).find((count) => typeof count === "number");
  return typeof found === "number" ? found : null;
}

const units: Readonly<Record<string, number>> = { Mi: 1 / 1024, Gi: 1, Ti: 1024, M: 1 / 1000, G: 1, T: 1000 };

function gigabytes(size: unknown): number {
  const [, amount = "0", unit = ""] = typeof size === "string" ? (/^(\d+(?:\.\d+)?)(Mi|Gi|Ti|M|G|T)$/.exec(size) ?? []) : [];
  return Number(amount) * (units[unit] ?? 0);
}
