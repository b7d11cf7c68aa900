// The library as a whole: what an experiment must have, what no two may share, and that each says all that Litmus reads.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { experimentGroups, seedScenarios, type Looks } from "./experiment.ts";
import { experimentLibrary } from "./library.ts";
import { suppliedByLitmus } from "./parts/parameters.ts";

const looks: Looks = { edge: "http://edge.here.svc:8080", prometheus: "http://prometheus:9090", namespace: "here", label: "app=here" };

/** The list that the project promises. */
const promised = [
  "pod-delete container-kill pod-cpu-hog pod-memory-hog pod-io-stress disk-fill pod-network-latency pod-network-loss pod-network-corruption",
  "pod-network-duplication pod-network-partition pod-network-rate-limit pod-dns-error pod-dns-spoof pod-http-latency pod-http-status-code",
  "pod-http-reset-peer pod-http-modify-body pod-autoscaler node-drain node-taint node-cpu-hog node-memory-hog node-io-stress node-restart",
  "kubelet-service-kill ec2-terminate-by-id ec2-terminate-by-tag ebs-loss-by-id ebs-loss-by-tag rds-instance-stop gcp-vm-instance-stop",
  "gcp-vm-disk-loss aws-az-chaos",
].flatMap((line) => line.split(" "));

test("has every experiment that is promised, each once, and a file for each", () => {
  expect(experimentLibrary.map(({ name }) => name).toSorted()).toEqual(promised.toSorted());
  for (const { group, name } of experimentLibrary) expect(readdirSync(fileURLToPath(new URL(group, import.meta.url)))).toContain(`${name}.ts`);
  expect(new Set(experimentLibrary.map(({ group }) => group))).toEqual(new Set(experimentGroups));
});

test("no two share a hypothesis, or what they look at", () => {
  const hypotheses = experimentLibrary.map(({ hypothesis }) => hypothesis);
  const probes = experimentLibrary.map((row) => JSON.stringify(row.probes(looks).map(({ name: _, ...probe }) => probe)));
  expect(new Set(hypotheses).size).toBe(experimentLibrary.length);
  expect(new Set(probes).size).toBe(experimentLibrary.length);
});

test("every scenario of the system is served by several", () => {
  const served = Map.groupBy(experimentLibrary, ({ scenario }) => scenario);
  expect([...served.keys()].toSorted()).toEqual(Object.keys(seedScenarios).toSorted());
  for (const rows of served.values()) expect(rows.length).toBeGreaterThan(2);
});

describe.each(experimentLibrary.map((row) => [row.name, row] as const))("%s", (_, row) => {
  test("looks at the steady state by probes with names of their own", () => {
    const names = row.probes(looks).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
  });

  test("looks while the fault is in or after it, not only before", () => {
    expect(row.probes(looks).map(({ mode }) => mode)).toContainEqual(expect.stringMatching(/EOT|Edge|Continuous|OnChaos/));
  });

  test("tells a person what it is, what it hits and spares, how it ends and what to do", () => {
    for (const text of [row.title, row.description, row.hypothesis, row.blastRadius.hits, row.blastRadius.spares, row.undo])
      expect(text).toMatch(/\w+ \w+/);
    expect(row.playbook.length).toBeGreaterThan(1);
    for (const step of row.playbook) expect(step).toMatch(/^\S.{20,}\.$/s);
    expect("name" in row.alert ? row.alert.name : row.alert.none).not.toBe("");
  });

  test("names each variable once, describes it, and gives none that Litmus gives", () => {
    const variables = Object.values(row.parameters);
    const names = variables.map(({ environment }) => environment);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => suppliedByLitmus.some((own) => own === name))).toEqual([]);
    for (const { environment, description } of variables) {
      expect(environment).toMatch(/^[A-Z][A-Z0-9_]+$/);
      expect(description).toMatch(/\w+ \w+/);
    }
  });

  test("gives values for its own parameters, and names what must be given beside them", () => {
    const own = Object.keys(row.parameters);
    expect(own).toEqual(expect.arrayContaining(Object.keys(row.values)));
    expect(own).toEqual(expect.arrayContaining([...(row.needs ?? [])]));
    expect((row.needs ?? []).filter((name) => row.values[name] !== undefined)).toEqual([]);
  });

  test("may do no more than its kind needs", () => {
    const { home, target, cluster } = row.permissions;
    const rules = [...home, ...target, ...cluster];
    for (const { group, resources, verbs } of rules) expect([group, ...resources, ...verbs]).not.toContain("*");
    if (row.group !== "node" && row.group !== "cloud") expect(cluster).toEqual([]);
    expect(row.secret !== undefined).toBe(rules.some(({ resources }) => resources.includes("secrets")));
    expect(rules.flatMap(({ resources }) => resources)).not.toContain("pods/exec");
  });
});
