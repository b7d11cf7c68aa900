// Rights of an experiment: no wider than it needs, where it needs them, and nothing for another.
import { expect, test } from "vitest";
import { experimentLibrary } from "./library.ts";
import { podNetworkPartition } from "./network/pod-network-partition.ts";
import { nodeDrain } from "./node/node-drain.ts";
import { podDelete } from "./pod/pod-delete.ts";
import { accountOf, rightsOf, type RightsDocument } from "./rights.ts";

const place = { namespace: "litmus", targets: ["us-east-1", "eu-west-1"] };
const rulesAt = (documents: readonly RightsDocument[], namespace: string | undefined): string[] =>
  documents.flatMap((document) =>
    "rules" in document && document.metadata.namespace === namespace
      ? document.rules.flatMap(({ resources, verbs }) => verbs.map((verb) => `${verb} ${resources.join()}`))
      : [],
  );

test("the account lives beside Litmus and is bound wherever the targets are", () => {
  const documents = rightsOf(podDelete, place);
  expect(documents.map(({ kind, metadata }) => `${kind} ${metadata.namespace} ${metadata.name}`)).toEqual([
    "ServiceAccount litmus gameday-pod-delete",
    "Role litmus gameday-pod-delete",
    "RoleBinding litmus gameday-pod-delete",
    "Role us-east-1 gameday-pod-delete",
    "RoleBinding us-east-1 gameday-pod-delete",
    "Role eu-west-1 gameday-pod-delete",
    "RoleBinding eu-west-1 gameday-pod-delete",
  ]);
  for (const document of documents)
    if ("subjects" in document) {
      expect(document.subjects).toEqual([{ kind: "ServiceAccount", name: accountOf(podDelete), namespace: "litmus" }]);
      expect(document.roleRef.name).toBe(document.metadata.name);
    }
});

test("pods are deleted by who deletes pods, policies made by who makes policies, nodes touched by who touches nodes", () => {
  expect(rulesAt(rightsOf(podDelete, place), "us-east-1")).toContain("delete pods");
  const partition = rulesAt(rightsOf(podNetworkPartition, place), "us-east-1");
  expect(partition).toEqual(expect.arrayContaining(["create networkpolicies", "delete networkpolicies"]));
  expect(partition).not.toContain("delete pods");
  expect(rulesAt(rightsOf(nodeDrain, { namespace: "litmus", targets: [] }), undefined)).toContain("patch nodes");
  expect(rulesAt(rightsOf(podDelete, place), undefined)).toEqual([]);
});

test("engines and targets in one namespace have one role there, with both", () => {
  const documents = rightsOf(podDelete, { namespace: "shop", targets: ["shop"] });
  expect(documents.map(({ kind }) => kind)).toEqual(["ServiceAccount", "Role", "RoleBinding"]);
  expect(rulesAt(documents, "shop")).toEqual(expect.arrayContaining(["create jobs", "get deployments"]));
});

test("nobody may do everything, read secrets without need, or change a workload that is not scaled", () => {
  for (const experiment of experimentLibrary) {
    const documents = rightsOf(experiment, place);
    const all = documents.flatMap((document) => ("rules" in document ? document.rules : []));
    for (const { apiGroups, resources, verbs } of all) expect([...apiGroups, ...resources, ...verbs]).not.toContain("*");
    const elsewhere = rulesAt(documents, "us-east-1");
    expect(elsewhere.filter((rule) => rule.includes("secrets"))).toEqual([]);
    if (experiment.name !== "pod-autoscaler") expect(elsewhere.filter((rule) => /^(update|patch)/.test(rule))).toEqual([]);
  }
});
