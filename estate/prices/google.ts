// What Google asks, on demand, in US dollars: us-east4, europe-west1, asia-southeast1.
import type { PriceRegions, PriceTable } from "./row.ts";

/** e2-standard-4 in us-central1, where the figures of Cloud SQL and Memorystore are of: what it costs in a region, over this, is the region's factor. */
const iowa = 0.13402284;
const factor = (usd: number): number => usd / iowa;

const e2 = [0.15094164, 0.14743092, 0.16533228] as const;

/** The three regions' own machines, the first region's as 1. */
export const googlePriceRegions = {
  names: ["us-east4", "europe-west1", "asia-southeast1"],
  factors: [1, e2[1] / e2[0], e2[2] / e2[0]],
} as const satisfies PriceRegions;

/** A figure of us-central1 in each of the three. */
const fromIowa = (usd: number): readonly [number, number, number] => [usd * factor(e2[0]), usd * factor(e2[1]), usd * factor(e2[2])];
/** Cloud SQL Enterprise Plus over Enterprise. */
const plus = 1.3;

export const googlePrices = {
  /** Of e2-standard: four gigabytes come with it. */
  "google:core": { unit: "core-hour", usd: [e2[0] / 4, e2[1] / 4, e2[2] / 4], sources: ["googleCalculator"] },
  "google:cluster": { unit: "hour", usd: 0.1, sources: ["infracost"] },
  "google:disk-balanced": { unit: "GB", usd: [0.11, 0.1, 0.11], sources: ["googleCalculator"] },
  "google:disk-ssd": { unit: "GB", usd: [0.187, 0.17, 0.187], sources: ["googleCalculator"] },
  "google:disk-standard": { unit: "GB", usd: [0.044, 0.04, 0.044], sources: ["googleCalculator"] },
  /** A machine that uses the gateway, up to 32 of them. */
  "google:nat": { unit: "machine-hour", usd: 0.0014, sources: ["infracost"] },
  "google:nat-data": { unit: "GB", usd: 0.045, sources: ["infracost", "googleNat"] },
  "google:address": { unit: "hour", usd: 0.005, sources: ["googleNat"] },
  "google:forwarding-rule": { unit: "hour", usd: [0.01, null, null], sources: ["infracost"] },
  "google:balancer-data": { unit: "GB", usd: [0.008, null, null], sources: ["infracost"] },
  "google:armor-policy": { unit: "month", usd: 5, sources: ["googlePages"] },
  "google:armor-rule": { unit: "month", usd: 1, sources: ["googlePages"] },
  "google:armor-requests": { unit: "million requests", usd: 0.75, sources: ["googlePages"] },
  "google:transfer-internet": { unit: "GB", usd: 0.12, sources: ["googleCalculator"] },
  "google:transfer-region": { unit: "GB", usd: [0.08, 0.08, 0.08], sources: ["googleCalculator"] },
  "google:transfer-zone": { unit: "GB", usd: 0.01, sources: ["infracost"] },
  /** Highly available: two machines, both paid. */
  "google:sql-core": { unit: "vCPU-hour", usd: fromIowa(0.0413 * 2 * plus), sources: ["infracost", "googlePages"] },
  "google:sql-memory": { unit: "GB-hour", usd: fromIowa(0.007 * 2 * plus), sources: ["infracost", "googlePages"] },
  "google:sql-disk": { unit: "GB", usd: fromIowa(0.34), sources: ["infracost"] },
  "google:sql-backup": { unit: "GB", usd: fromIowa(0.08), sources: ["infracost"] },
  "google:redis-1": { unit: "GB-hour", usd: fromIowa(46.72 / 730), sources: ["infracost"] },
  "google:redis-2": { unit: "GB-hour", usd: fromIowa(197.1 / 730 / 5), sources: ["infracost"] },
  "google:redis-3": { unit: "GB-hour", usd: fromIowa(839.5 / 730 / 25), sources: ["infracost"] },
  "google:redis-4": { unit: "GB-hour", usd: fromIowa(1_149.75 / 730 / 45), sources: ["infracost"] },
  "google:redis-5": { unit: "GB-hour", usd: fromIowa(2_299.5 / 730 / 105), sources: ["infracost"] },
  "google:dns-zone": { unit: "month", usd: 0.2, sources: ["infracost"] },
  "google:dns-queries": { unit: "million queries", usd: 0.4, sources: ["infracost"] },
  "google:key-version": { unit: "month", usd: 0.06, sources: ["infracost"] },
  "google:key-operations": { unit: "10,000 operations", usd: 0.03, sources: ["infracost"] },
  "google:secret-version": { unit: "month", usd: 0.06, sources: ["infracost"] },
  "google:image-storage": { unit: "GB", usd: 0.1, sources: ["infracost"] },
  "google:log-data": { unit: "GB", usd: 0.5, sources: ["infracost"] },
} as const satisfies PriceTable;
