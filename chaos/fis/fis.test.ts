// AWS's experiments as documents: what FIS' API demands of them, what each action takes, what is hit and what ends it.
import { describe, expect, test } from "vitest";
import type { FisPlace } from "../../model/fault/fis-template.ts";
import { fisActions, fisTargetParameters } from "./actions.ts";
import { createRequest, fisTemplateFor, fisTemplates } from "./catalogue.ts";
import { engageLever, leverCommand, releaseLever } from "./safety-lever.ts";

const place: FisPlace = {
  environment: "chaos",
  region: "us-east-1",
  others: ["eu-west-1", "ap-southeast-1"],
  zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
  cluster: "chaos-us-east-1",
  namespace: "gameday",
  account: "gameday-fis",
  stopAlarms: ["arn:aws:cloudwatch:us-east-1:111122223333:alarm:gameday-chaos-stop"],
};
const templates = fisTemplates(place);

test("what nothing would stop is not made, nor is what has no zone", () => {
  expect(() => fisTemplates({ ...place, stopAlarms: [] })).toThrow(RangeError);
  expect(() => fisTemplates({ ...place, zones: [] })).toThrow(RangeError);
});

test("names and hypotheses are each one's own", () => {
  expect(new Set(templates.map(({ name }) => name)).size).toBe(templates.length);
  expect(new Set(templates.map(({ hypothesis }) => hypothesis)).size).toBe(templates.length);
});

describe.for(templates)("$name", (template) => {
  test("acts by actions that there are, each with all that it demands, nothing that it does not know, on targets of its type", () => {
    for (const { actionId, parameters, target } of Object.values(template.actions)) {
      const facts = fisActions[actionId];
      expect(facts, actionId).toBeDefined();
      expect(target.key).toBe(facts?.key);
      expect(template.targets[target.name]?.resourceType).toBe(facts?.resourceType);
      expect(facts?.required.filter((name) => !(name in parameters))).toEqual([]);
      expect(Object.keys(parameters).filter((name) => ![...(facts?.required ?? []), ...(facts?.optional ?? [])].includes(name))).toEqual([]);
    }
  });

  test("hits only what carries the environment's tag, or pods of its cluster's own namespace", () => {
    for (const { resourceType, resourceTags, parameters = {} } of Object.values(template.targets)) {
      if (resourceType === "aws:eks:pod") expect(parameters).toMatchObject({ clusterIdentifier: place.cluster, namespace: place.namespace });
      else expect(resourceTags).toMatchObject({ environment: place.environment });
      const known = fisTargetParameters[resourceType] ?? {};
      expect(Object.keys(parameters).filter((name) => !(name in known))).toEqual([]);
      expect(Object.entries(known).filter(([name, need]) => need === "required" && !(name in parameters))).toEqual([]);
    }
  });

  test("uses every target that it names, and waits for no action that is not there", () => {
    const used = Object.values(template.actions).map(({ target }) => target.name);
    expect(Object.keys(template.targets).toSorted()).toEqual([...new Set(used)].toSorted());
    for (const { startAfter = [] } of Object.values(template.actions)) for (const name of startAfter) expect(template.actions).toHaveProperty(name);
  });

  test("ends by the alarm that its place names", () => {
    expect(createRequest(template, { roleArn: "r", logGroupArn: "l", environment: "chaos" }).stopConditions).toEqual([
      { source: "aws:cloudwatch:alarm", value: place.stopAlarms[0] },
    ]);
  });
});

test("a region alone is cut off from nobody, and each of the others is cut off by an action of its own", () => {
  expect(fisTemplates({ ...place, others: [] }).map(({ name }) => name)).not.toContain("region-cut-off");
  const cut = templates.find(({ name }) => name === "region-cut-off");
  expect(Object.values(cut?.actions ?? {}).map(({ parameters }) => parameters["region"])).toEqual(place.others);
});

test("a plan's fault has the template that does it on AWS, or none", () => {
  expect(fisTemplateFor("postgres-primary-loss", place)?.name).toBe("database-failover");
  expect(fisTemplateFor("region-partition", place)?.name).toBe("region-cut-off");
  expect(fisTemplateFor("process-freeze", place)).toBeNull();
});

test("the lever is one call, whose command a shell takes whatever the reason", () => {
  expect(leverCommand(engageLever("eu-west-1", "it's enough"))).toBe(
    `aws fis update-safety-lever-state --region eu-west-1 --id default --state 'status=engaged,reason="it'\\''s enough"'`,
  );
  expect(releaseLever("eu-west-1", "all is well").request).toEqual({ id: "default", state: { status: "disengaged", reason: "all is well" } });
});
