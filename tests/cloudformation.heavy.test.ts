// What the AWS environments ask for, judged by AWS's own models of its resources, region by region; and that planted errors are caught.
import { beforeAll, describe, expect, test } from "vitest";
import { excesses } from "../estate/cloudformation/limits.ts";
import { translationTable } from "../estate/cloudformation/table.ts";
import { parameters, translate, type Template } from "../estate/cloudformation/translate.ts";
import type { Estate, Resource } from "../estate/resource.ts";
import { factsOf } from "../estate/types/table.ts";
import { installCfnLint } from "../tools/cfn-lint/install.ts";
import { lint } from "../tools/cfn-lint/lint.ts";
import { recordEstate } from "../gameday/adapters/recorded-estate.ts";

const environments = ["base", "stress", "chaos", "ultimate"] as const;
const regions = ["us-east-1", "eu-west-1", "ap-southeast-1"] as const;
const estates = new Map<string, Estate>();
beforeAll(async () => {
  await installCfnLint((text) => void process.stderr.write(`${text}\n`));
  for (const name of environments) estates.set(name, (await recordEstate(name)).estate);
}, 300_000);

const estateOf = (name: string): Estate => {
  const estate = estates.get(name);
  if (estate === undefined) throw new Error(`${name} was not recorded`);
  return estate;
};

/** All environments' resources of a region as one template, each once where two differ by nothing but the environment's name. */
function together(region: string): Template {
  const seen = new Set<string>();
  const merged: Record<string, Template["Resources"][string]> = {};
  for (const name of environments) {
    const template = translate(estateOf(name)).templates.get(region);
    if (template === undefined) throw new Error(`${name} has nothing in ${region}`);
    expect(Object.keys(template.Resources).length).toBeGreaterThan(150);
    for (const [id, resource] of Object.entries(template.Resources)) {
      const nameless = JSON.stringify(resource).replaceAll(name, "<environment>");
      if (!seen.has(nameless)) merged[`${name}${id}`] = resource;
      seen.add(nameless);
    }
  }
  return { AWSTemplateFormatVersion: "2010-09-09", Parameters: parameters, Resources: merged };
}

describe("every AWS environment", () => {
  test("has nothing that the models of any region refuse", { timeout: 300_000 }, async () => {
    const templates = new Map(regions.map((region) => [region, together(region)]));
    const found = await Promise.all([...templates].map(([region, template]) => lint(new Map([[region, template]]), region)));
    expect(found.flat()).toEqual([]);
    expect([...templates.values()].flatMap(excesses)).toEqual([]);
  });

  test("is made of types that the table knows: translated, or named as not covered with a reason", () => {
    expect(environments.flatMap((name) => translate(estateOf(name)).missing)).toEqual([]);
  });

  test("gives no resource two inputs that exclude each other", () => {
    const both = environments.flatMap((name) => estateOf(name).resources.flatMap((resource) => excluded(resource)));
    expect(both).toEqual([]);
  });
});

/** Inputs given together of which the provider takes one at most. */
const excluded = ({ type, name, inputs }: Resource): readonly string[] =>
  (factsOf(type)?.exclusive ?? [])
    .map((group) => group.filter((input) => inputs[input] !== undefined))
    .filter((given) => given.length > 1)
    .map((given) => `${name}: ${given.join(" and ")}`);

describe("a planted error is caught", () => {
  const cluster = "aws:rds/cluster:Cluster";
  const rule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  const planted = {
    version: { type: cluster, input: "engineVersion", value: "17.99", place: "EngineVersion", message: "'17.99' is not one of" },
    class: {
      type: "aws:rds/clusterInstance:ClusterInstance",
      input: "instanceClass",
      value: "db.r6g.9xlarge",
      place: "DBInstanceClass",
      message: "'db.r6g.9xlarge' is not one of",
    },
    node: {
      type: "aws:elasticache/replicationGroup:ReplicationGroup",
      input: "nodeType",
      value: "cache.r6g.9xlarge",
      place: "CacheNodeType",
      message: "'cache.r6g.9xlarge' is not one of",
    },
    key: { type: cluster, input: "kmsKeyId", value: "the-key", place: "KmsKeyId", message: "'the-key' is not a 'AWS::KMS::Key.Arn'" },
    "key of a vault": {
      type: "aws:backup/vault:Vault",
      input: "kmsKeyArn",
      value: "key/1",
      place: "EncryptionKeyArn",
      message: "key/1 is no key of KMS",
    },
    port: { type: rule, input: "fromPort", value: "postgres", place: "FromPort", message: "'postgres' is not of type 'integer'" },
    "port that is none": { type: rule, input: "toPort", value: 70_000, place: "ToPort", message: "70000 is no port" },
    "ports the wrong way round": { type: rule, input: "toPort", value: 1, place: null, message: "to 1 are none" },
    "a misspelt part of an experiment": {
      type: "aws:fis/experimentTemplate:ExperimentTemplate",
      input: "stopConditions",
      value: [{ source: "aws:cloudwatch:alarm", valeu: "arn" }],
      place: "Valeu",
      message: "'Valeu' was unexpected",
    },
    "input that does not exist": {
      type: "aws:rds/proxy:Proxy",
      input: "requireTSL",
      value: true,
      place: "RequireTSL",
      message: "Did you mean 'RequireTLS'?",
    },
  } as const;

  let found: ReadonlyMap<string, readonly { readonly path: readonly string[]; readonly message: string }[]>;
  beforeAll(async () => {
    const templates = new Map(Object.entries(planted).map(([name, plant]): [string, Template] => [name.replaceAll(" ", "-"), templateWith(plant)]));
    const findings = await lint(templates, "us-east-1");
    found = new Map(
      [...templates].map(([name, template]) => [name, [...findings.filter((finding) => finding.template === name), ...excesses(template)]]),
    );
  }, 300_000);

  test.each(Object.entries(planted))("%s", (name, { place, message }) => {
    const findings = found.get(name.replaceAll(" ", "-")) ?? [];
    expect(findings.map((finding) => finding.message)).toContainEqual(expect.stringContaining(message));
    if (place !== null) expect(findings.map(({ path }) => path.at(-1))).toContain(place);
  });

  /** One resource of chaos' primary region alone, with an input changed. */
  function templateWith({ type, input, value }: { readonly type: string; readonly input: string; readonly value: unknown }): Template {
    const estate = estateOf("chaos");
    const resource = estate.resources.find((candidate) => candidate.type === type && candidate.region === "us-east-1");
    if (resource === undefined) throw new Error(`chaos has no ${type}`);
    const template = translate({ ...estate, resources: [{ ...resource, inputs: { ...resource.inputs, [input]: value } }] }).templates.get(
      "us-east-1",
    );
    if (template === undefined) throw new Error(`${type} was not translated`);
    return template;
  }
});

test("what is not covered, or left out of a type, says why", () => {
  for (const [type, row] of Object.entries(translationTable)) {
    const reasons = "notCovered" in row ? [row.notCovered] : Object.values(row.leftOut ?? {});
    for (const reason of reasons) expect([type, reason.length > 10]).toEqual([type, true]);
  }
});
