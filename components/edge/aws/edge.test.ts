// The edge on AWS: one way in, a secret between the entry and the regions, names that fail over.
import { beforeAll, describe, expect, test } from "vitest";
import type { Resource } from "../../../estate/resource.ts";
import { fullSizePhases } from "../../../model/phases.ts";
import { AwsNetwork } from "../../network/aws-network.ts";
import { record } from "../../recording/record.ts";
import { testPlan } from "../../testing/ground.ts";
import { AwsEdge } from "./edge.ts";
import { mostPerWindow, windowSeconds } from "./rate-limit.ts";

const plan = testPlan("chaos");
const regions = plan.regions.map(({ name }) => name);
let resources: readonly Resource[];
beforeAll(async () => {
  const estate = await record(
    () => {
      const places = plan.regions.map((region) => ({
        network: new AwsNetwork(`net-${region.name}`, { plan, region, keyArn: "arn:key" }),
        keyArn: `arn:key:${region.name}`,
      }));
      return { entry: new AwsEdge("edge", { plan, regions: places }).entry };
    },
    { environment: "chaos", regions, preview: false },
  );
  resources = estate.resources.filter(({ component, name }) => !component && name.startsWith("edge-"));
}, 60_000);

const ofType = (end: string): readonly Resource[] => resources.filter(({ type }) => type.endsWith(`:${end}`));
const named = (name: string): Readonly<Record<string, unknown>> => resources.find((resource) => resource.name === name)?.inputs ?? {};

describe("the way in", () => {
  test("CloudFront speaks HTTPS alone, both ways, and keeps nothing", () => {
    expect(named("edge-entry-distribution")).toMatchObject({
      aliases: ["test.gameday.example.com"],
      origins: [{ domainName: "origin.test.gameday.example.com", customOriginConfig: { originProtocolPolicy: "https-only" } }],
      defaultCacheBehavior: { viewerProtocolPolicy: "https-only", cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" },
      viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021" },
    });
  });

  test("a region's balancer refuses what does not show the entry's secret, but for the health paths", () => {
    for (const region of regions) {
      expect(named(`edge-${region}-in-https`)).toMatchObject({
        protocol: "HTTPS",
        port: 443,
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
        defaultActions: [{ type: "fixed-response", fixedResponse: { statusCode: "403" } }],
      });
      expect(named(`edge-${region}-in-open`)["conditions"]).toEqual([{ pathPattern: { values: ["/healthz", "/readyz"] } }]);
      expect(named(`edge-${region}-in-entry`)).toMatchObject({ conditions: [{ httpHeader: { httpHeaderName: "x-gameday-entry" } }] });
    }
    expect(ofType("Listener").filter(({ type, inputs }) => type.startsWith("aws:lb/") && inputs["protocol"] !== "HTTPS")).toEqual([]);
  });

  test("a firewall before the entry in us-east-1 and one before each balancer, each with a log under the region's key", () => {
    expect(ofType("WebAcl").map(({ inputs }) => [inputs["scope"], inputs["region"]])).toEqual(
      expect.arrayContaining([["CLOUDFRONT", "us-east-1"], ...regions.map((region) => ["REGIONAL", region])]),
    );
    expect(ofType("WebAcl")).toHaveLength(1 + regions.length);
    for (const { inputs } of ofType("LogGroup")) {
      expect(inputs["name"]).toMatch(/^aws-waf-logs-/);
      expect(inputs["kmsKeyId"]).toBe(`arn:key:${String(inputs["region"])}`);
    }
    for (const { inputs } of ofType("WebAclLoggingConfiguration"))
      expect(inputs["redactedFields"]).toEqual(["x-api-key", "x-gameday-entry"].map((name) => ({ singleHeader: { name } })));
  });

  test("the limit of the entry lets all of the largest phase come from one address", () => {
    for (const phase of plan.phases)
      expect(mostPerWindow(plan.phases)).toBeGreaterThanOrEqual(fullSizePhases[phase].requestsPerSecond * windowSeconds);
    expect(mostPerWindow(["idle"])).toBe(12_000);
  });
});

describe("names", () => {
  test("the origin is the accelerator while that answers, else the nearest region that does", () => {
    expect(named("edge-steering-origin")).toMatchObject({
      failoverRoutingPolicies: [{ type: "PRIMARY" }],
      healthCheckId: "edge-accelerator-health-id",
    });
    expect(named("edge-steering-origin-without-accelerator")).toMatchObject({
      failoverRoutingPolicies: [{ type: "SECONDARY" }],
      aliases: [{ name: "regions.test.gameday.example.com", evaluateTargetHealth: true }],
    });
    for (const region of regions)
      expect(named(`edge-steering-nearest-${region}`)).toMatchObject({
        name: "regions.test.gameday.example.com",
        setIdentifier: region,
        latencyRoutingPolicies: [{ region }],
        healthCheckId: `edge-${region}-health-id`,
      });
  });

  test("every region is looked at from outside, often enough to be left within half a minute", () => {
    for (const { inputs } of ofType("HealthCheck")) {
      expect(inputs).toMatchObject({ type: "HTTPS", port: 443, resourcePath: "/readyz" });
      expect(Number(inputs["requestInterval"]) * Number(inputs["failureThreshold"])).toBeLessThan(30);
    }
    expect(ofType("HealthCheck")).toHaveLength(1 + regions.length);
    for (const region of regions) {
      const look = named(`edge-${region}-in-targets`)["healthCheck"];
      expect(look).toMatchObject({ path: "/readyz", interval: 10, unhealthyThreshold: 2 });
    }
  });

  test("one proof is enough for all certificates", () => {
    expect(ofType("Certificate").map(({ inputs }) => inputs["region"])).toEqual(expect.arrayContaining(["us-east-1", ...regions]));
    for (const { inputs } of ofType("Certificate"))
      expect(inputs).toMatchObject({ domainName: "test.gameday.example.com", subjectAlternativeNames: ["*.test.gameday.example.com"] });
    expect(ofType("CertificateValidation")).toHaveLength(1 + regions.length);
    expect(resources.filter(({ name }) => name.endsWith("-proof"))).toHaveLength(1);
  });
});
