// The matrix is complete and honest: every pair once, every proof a test that is there and a fault that its plan has, and enough of them.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { failures, gapReasons, matrix, provenShare, services } from "../chaos/matrix/matrix.ts";
import { plans } from "../chaos/plans/catalogue.ts";
import type { Fault } from "../model/fault/fault.ts";
import { parseDocument } from "../model/parse.ts";
import { planSchema } from "../model/plan.ts";
import { workloadServices } from "../model/protocol/workload.ts";
import { listeners } from "../stacks/local/topology.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

test("every service under every failure, once", () => {
  expect(matrix.map(({ service, failure }) => `${service} ${failure}`)).toEqual(
    services.flatMap((service) => Object.keys(failures).map((failure) => `${service} ${failure}`)),
  );
});

test("has every service that the embedded stack starts and every program of the workloads", () => {
  const known = new Set<string>(services);
  const started = new Set(listeners.map((name) => name.split("/").at(-1) ?? name));
  // Two are of the machine that the stack is rehearsed on, not of what is rehearsed.
  expect([...started].filter((name) => !known.has(name)).toSorted()).toEqual(["control", "toxiproxy"]);
  expect(workloadServices.filter((name) => !known.has(name))).toEqual([]);
});

test("at least 60 % of all cells are proven, and no reason stands for nothing", () => {
  expect(provenShare(matrix)).toBeGreaterThanOrEqual(0.6);
  const used = new Set(matrix.flatMap(({ proof }) => (proof.by === "gap" ? [proof.reason] : [])));
  expect([...used].toSorted()).toEqual(Object.keys(gapReasons).toSorted());
});

const proven = matrix.flatMap(({ proof, ...cell }) => (proof.by === "gap" ? [] : [{ ...cell, proof }]));
const byRun = matrix.flatMap(({ proof, ...cell }) => (proof.by === "run" ? [{ ...cell, proof }] : []));

test.for(proven)("$service $failure is held by a test that is there", ({ proof: { held } }) => {
  const path = join(root, held.file);
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  expect(text).toContain(`"${held.title}"`);
});

test.for(byRun)("$service $failure is in its plan: that fault, of that kind, on that service", ({ service, failure, experiment, proof }) => {
  const { phases } = parseDocument(planSchema, plans[proof.plan], proof.plan);
  const found = phases.flatMap(({ faults }) => faults).find(({ id }) => id === proof.fault);
  expect(found?.fault.kind).toBe(experiment);
  if (found === undefined || failure === "region-lost") return;
  // Events are in a stream of Redis.
  expect(serviceHit(found.fault)).toBe(service === "queue" ? "redis" : service);
});

const serviceHit = (fault: Fault): string | undefined =>
  "target" in fault ? fault.target.service : "link" in fault ? fault.link.service : fault.kind === "redis-primary-loss" ? "redis" : undefined;
