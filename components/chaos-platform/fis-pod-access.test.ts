// AWS's fault injection as it is recorded in one region's cluster: rights no wider than FIS asks for.
import { beforeAll, expect, test } from "vitest";
import type { Estate } from "../../estate/resource.ts";
import { recordRegions } from "../testing/ground.ts";
import { FisPodAccess } from "./fis-pod-access.ts";
import { fisUser } from "./fis-templates.ts";

let chaos: Estate;
beforeAll(async () => {
  chaos = await recordRegions("chaos", (plan, ground) => {
    // oxlint-disable-next-line no-new -- recorded by being made
    new FisPodAccess(`${plan.name}-${ground.region.name}-fis`, { ground, user: fisUser }, {});
  });
});

const ofType = (type: string) => chaos.resources.filter((resource) => resource.type.endsWith(`:${type}`));

test("rights are the namespace's alone, for FIS' pod and for the user that its role signs in as", () => {
  expect(ofType("ClusterRole")).toEqual([]);
  for (const { inputs } of ofType("RoleBinding"))
    expect(inputs).toMatchObject({
      metadata: { name: "gameday-fis", namespace: "proving-ground" },
      subjects: [
        { kind: "ServiceAccount", name: "gameday-fis", namespace: "proving-ground" },
        { kind: "User", name: "fis-experiment" },
      ],
    });
  expect(ofType("RoleBinding")).toHaveLength(3);
});

test("no secret can be read and nothing stands for everything", () => {
  const rules = ofType("Role").flatMap(({ inputs }) => JSON.stringify(inputs["rules"]));
  expect(rules).toHaveLength(3);
  for (const text of rules) expect(text).not.toMatch(/\*|secrets|nodes/);
});
