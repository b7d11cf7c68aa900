// How the twin answers for a type of which the facts are known.
import fc from "fast-check";
import { expect, test } from "vitest";
import { unknownValue } from "../../../estate/resource.ts";
import { difference, outputsOf } from "./behaviour.ts";
import { decided } from "./sdk-schema.ts";

const facts = {
  replaces: ["cidrBlock", "encryption.key", "rules.port"],
  computed: ["arn", "identities[0].oidcs[0].issuer", "address"],
  secret: ["password"],
  source: "a test",
};

test.for([
  { what: "nothing", before: { a: [1, { b: 2 }] }, after: { a: [1, { b: 2 }] }, changed: [], replaces: [] },
  { what: "a tag", before: { tags: { a: "1" } }, after: { tags: { a: "2" } }, changed: ["tags"], replaces: [] },
  { what: "a range", before: { cidrBlock: "10.0.0.0/16" }, after: { cidrBlock: "10.1.0.0/16" }, changed: ["cidrBlock"], replaces: ["cidrBlock"] },
  {
    what: "a nested key",
    before: { encryption: { key: "a" } },
    after: { encryption: { key: "b" } },
    changed: ["encryption"],
    replaces: ["encryption"],
  },
  {
    what: "beside a nested key",
    before: { encryption: { key: "a", on: 1 } },
    after: { encryption: { key: "a", on: 2 } },
    changed: ["encryption"],
    replaces: [],
  },
  { what: "a whole block", before: {}, after: { encryption: { key: "b" } }, changed: ["encryption"], replaces: ["encryption"] },
  {
    what: "inside a list",
    before: { rules: [{ port: 1 }, { port: 2 }] },
    after: { rules: [{ port: 1 }, { port: 3 }] },
    changed: ["rules"],
    replaces: ["rules"],
  },
  { what: "a list's order", before: { zones: ["a", "b"] }, after: { zones: ["b", "a"] }, changed: ["zones"], replaces: [] },
  { what: "the engine's own", before: { __defaults: [] }, after: { __defaults: ["a"] }, changed: [], replaces: [] },
])("$what", ({ before, after, changed, replaces }) => {
  expect(difference(facts, before, after)).toEqual({ changed, replaces });
});

test("what is to be ignored is", () => {
  expect(difference(facts, { cidrBlock: "a", size: 1 }, { cidrBlock: "b", size: 2 }, ["size"])).toEqual({
    changed: ["cidrBlock"],
    replaces: ["cidrBlock"],
  });
});

test("whatever the inputs, they differ from a copy of themselves in nothing, and what replaces is among what changed", () => {
  const inputs = fc.dictionary(fc.constantFrom("cidrBlock", "encryption", "rules", "tags"), fc.jsonValue());
  fc.assert(
    fc.property(inputs, inputs, (before, after) => {
      expect(difference(facts, before, structuredClone(before))).toEqual({ changed: [], replaces: [] });
      const { changed, replaces } = difference(facts, before, after);
      expect(changed).toEqual(expect.arrayContaining([...replaces]));
    }),
  );
});

test("what the cloud decides is unknown in a preview, the same each time afterwards, and never over what was given", () => {
  const inputs = { cidrBlock: "10.0.0.0/16", address: "10.0.0.1" };
  expect(outputsOf(facts, {}, inputs, "urn", true)).toEqual({ ...inputs, arn: unknownValue, identities: [{ oidcs: [{ issuer: unknownValue }] }] });
  const once = outputsOf(facts, {}, inputs, "urn", false);
  expect(once).toEqual(outputsOf(facts, {}, inputs, "urn", false));
  expect(once).toMatchObject({ address: "10.0.0.1", arn: expect.stringMatching(/^twin-/) });
});

test("a property that the provider calls secret goes out as one", () => {
  expect(JSON.stringify(outputsOf(facts, {}, { password: "p" }, "urn", false)["password"])).toMatch(/1b47061264138c4ac30d75fd1eb44270.*"value":"p"/);
});

test("the provider's schema says what the cloud decides: a cluster's endpoint and its authority, and nothing that may stay undefined", () => {
  const schema = decided("aws:eks/cluster:Cluster");
  expect(schema).toMatchObject({ endpoint: "text", certificateAuthority: { data: "text" }, identities: [{ oidcs: [{ issuer: "text" }] }] });
  expect(Object.keys(schema)).not.toContain("enabledClusterLogTypes");
  expect(outputsOf({ replaces: [], computed: [], source: "" }, schema, { name: "mine" }, "urn", false)).toMatchObject({
    name: "mine",
    endpoint: expect.stringMatching(/^twin-/),
    certificateAuthority: { data: expect.stringMatching(/^twin-/) },
  });
});
