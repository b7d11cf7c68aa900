// The rules as a policy pack for the official CLI: `pulumi preview --policy-pack policies`. It only carries over; what is judged, and how, is judge.ts.
import { PolicyPack, type Policies, type PolicyConfigSchema, type ReportViolation, type StackValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { isEnvironmentName, type EnvironmentName } from "../../model/tiers.ts";
import { unknownValue, type Resource } from "../../estate/resource.ts";
import { isRefused, judgeEstate, type PolicyResult } from "../judge.ts";
import { toldOf } from "../told.ts";
import { ruleList } from "../list.ts";
import type { Rule } from "../rule.ts";
import { waiverList } from "../waivers.ts";
import { Collector } from "./collector.ts";
import { plainInputs } from "./plain-inputs.ts";

const packName = "proving-ground";

/** Begins to answer the engine; the process stays until that ends it. */
export function servePack(): void {
  const collector = new Collector();
  const watching: Policies[number] = {
    name: "estate",
    description: "Sees every resource as it will be, after all that was put right; says nothing",
    enforcementLevel: "remediate",
    remediateResource: (args) => collector.see(args),
  };
  // The one that watches comes last: it sees what the others made of a resource.
  new PolicyPack(packName, {
    policies: [...ruleList.flatMap(remediation), watching, ...ruleList.map((rule) => judging(rule, collector))],
    enforcementLevel: "mandatory",
  });
}

function judging(rule: Rule, collector: Collector): StackValidationPolicy {
  return {
    name: rule.name,
    description: rule.title,
    enforcementLevel: "mandatory",
    configSchema: schemaOf(rule),
    validateStack: (args, reportViolation) => {
      const estate = collector.estate(args);
      const results = judgeEstate(estate, {
        tier: tierOf(estate.environment),
        now: new Date(),
        rules: [rule],
        repairs: false,
        waivers: waiverList.filter((waiver) => waiver.rule === rule.name),
        config: { [rule.name]: args.getConfig() },
      });
      for (const result of results) report(reportViolation, result);
    },
  };
}

/** What a rule changes by itself. What is unknown stays so: nothing of the kind is read or written. */
function remediation(rule: Rule): Policies {
  const { remediate } = rule;
  if (remediate === null) return [];
  return [
    {
      name: `${rule.name}-defaults`,
      description: `${rule.title}: defaults where there are none`,
      enforcementLevel: "remediate",
      configSchema: schemaOf(rule),
      remediateResource: (args) => {
        const { urn, type, name, props } = args;
        const { inputs, unknown, secret } = plainInputs(props);
        // What was hidden could not be given back; no pod's template is a secret.
        if (secret.length > 0 || JSON.stringify(inputs).includes(unknownValue)) return undefined;
        const resource: Resource = { urn, type, name, inputs, unknown, secret, ...nowhere };
        return remediate(resource, args.getConfig()) ?? undefined;
      },
    },
  ];
}

const nowhere = { parent: null, region: null, component: false, protect: false, retainOnDelete: false, dependencies: [] } satisfies Partial<Resource>;

/** A stack that is no environment of the project's is judged as the smallest: little money, and no faults. */
const tierOf = (stack: string): EnvironmentName => (isEnvironmentName(stack) ? stack : "base");

/** The SDK's server takes an object, too, with a level of its own (server.js, makeReportViolationFun); its type does not say so. */
function report(reportViolation: ReportViolation, result: PolicyResult): void {
  const enforcementLevel = isRefused(result) ? "mandatory" : "advisory";
  Reflect.apply(reportViolation, undefined, [{ message: toldOf(result), urn: result.urn ?? undefined, enforcementLevel }]);
}

/** As a JSON schema; the engine knows a level beside it. */
function schemaOf({ configuration }: Rule): PolicyConfigSchema {
  const { properties = {} } = z
    .object({ properties: z.record(z.string(), z.custom<PolicyConfigSchema["properties"][string]>()) })
    .partial()
    .parse(z.toJSONSchema(configuration, { io: "input" }));
  return { properties };
}
