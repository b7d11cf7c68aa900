// A region's network on AWS: what leads where, what refuses whom, and what the tier changes.
import { expect, test } from "vitest";
import type { Resource } from "../../estate/resource.ts";
import type { EnvironmentName } from "../../model/tiers.ts";
import { record } from "../recording/record.ts";
import type { SettingsInput } from "../settings.ts";
import { testPlan } from "../testing/ground.ts";
import { AwsNetwork } from "./aws-network.ts";
import { endpointServices, natPlacement, type NatPlacement } from "./aws-ways-out.ts";

async function networkOf(name: EnvironmentName, settings: Partial<SettingsInput> = {}, nat?: NatPlacement): Promise<readonly Resource[]> {
  const plan = testPlan(name, settings);
  const region = plan.regions[1];
  if (region === undefined) throw new Error("there are three regions");
  const { resources } = await record(
    // With made-up values, so that what refers to what can be seen.
    () => ({ network: new AwsNetwork("net-eu-west-1", { plan, region, keyArn: "arn:key", ...(nat === undefined ? {} : { nat }) }).vpcId }),
    { environment: name, regions: plan.regions.map((row) => row.name), preview: false },
  );
  return resources.filter(({ component }) => !component);
}

/** By name: what waits for another resource is recorded after what does not. */
const ofType = (resources: readonly Resource[], end: string): readonly Resource[] =>
  resources.filter(({ type }) => type.endsWith(`:${end}`)).toSorted((one, other) => (one.name < other.name ? -1 : 1));

const waysOut = (resources: readonly Resource[]): readonly (readonly unknown[])[] =>
  ofType(resources, "Route").map(({ inputs }) => [inputs["routeTableId"], inputs["gatewayId"] ?? inputs["natGatewayId"]]);

const routes = "net-eu-west-1-routes";

test("one way out for all zones where no faults are injected; data have none", async () => {
  const network = await networkOf("base");
  expect(waysOut(network)).toEqual([
    [`${routes}-private-a-id`, `${routes}-nat-a-id`],
    [`${routes}-private-b-id`, `${routes}-nat-a-id`],
    [`${routes}-private-c-id`, `${routes}-nat-a-id`],
    [`${routes}-public-id`, `${routes}-internet-id`],
  ]);
  expect(ofType(network, "RouteTable")).toHaveLength(5);
});

test("each zone its own where a zone may be lost", async () => {
  const network = await networkOf("chaos");
  expect(waysOut(network).slice(0, 3)).toEqual(["a", "b", "c"].map((zone) => [`${routes}-private-${zone}-id`, `${routes}-nat-${zone}-id`]));
  expect(ofType(network, "NatGateway").map(({ inputs }) => inputs["subnetId"])).toEqual(
    ["a", "b", "c"].map((zone) => `net-eu-west-1-subnets-public-${zone}-id`),
  );
});

test("none where it is said", async () => expect(waysOut(await networkOf("base", {}, "none"))).toHaveLength(1));

test("every subnet is in its zone and in its own kind of table", async () => {
  const network = await networkOf("base");
  expect(ofType(network, "Subnet").map(({ inputs }) => [inputs["availabilityZone"], inputs["cidrBlock"]])).toEqual([
    ["eu-west-1a", "10.17.20.0/22"],
    ["eu-west-1b", "10.17.52.0/22"],
    ["eu-west-1c", "10.17.84.0/22"],
    ["eu-west-1a", "10.17.0.0/20"],
    ["eu-west-1b", "10.17.32.0/20"],
    ["eu-west-1c", "10.17.64.0/20"],
    ["eu-west-1a", "10.17.16.0/22"],
    ["eu-west-1b", "10.17.48.0/22"],
    ["eu-west-1c", "10.17.80.0/22"],
  ]);
  const joined = ofType(network, "RouteTableAssociation").map(({ inputs }) => `${String(inputs["subnetId"])} ${String(inputs["routeTableId"])}`);
  expect(joined).toHaveLength(9);
  for (const pair of joined) expect(pair).toMatch(/-(public|data)-[abc]-id .*-\1-id$|-(private-[abc])-id .*-\2-id$/);
});

test("data answer the environment's regions and nobody else; forbidden networks are refused everywhere", async () => {
  const network = await networkOf("base", { forbiddenNetworks: ["10.200.0.0/16"] });
  const [data, forbidden] = ofType(network, "NetworkAcl");
  const rules = ["10.16.0.0/16", "10.17.0.0/16", "10.18.0.0/16"].map((cidrBlock, index) => ({
    protocol: "tcp",
    fromPort: 1_024,
    toPort: 65_535,
    ruleNo: 100 + index,
    action: "allow",
    cidrBlock,
  }));
  expect(data?.inputs).toMatchObject({ ingress: rules, egress: rules });
  expect(forbidden?.inputs["subnetIds"]).toHaveLength(6);
  expect(forbidden?.inputs["egress"]).toMatchObject([
    { ruleNo: 100, action: "deny", cidrBlock: "10.200.0.0/16" },
    { ruleNo: 32_000, action: "allow" },
  ]);
});

test("flow logs are kept under the region's key and say what was encrypted", async () => {
  const network = await networkOf("base");
  expect(ofType(network, "LogGroup")[0]?.inputs).toMatchObject({ kmsKeyId: "arn:key", retentionInDays: 30 });
  const [flow] = ofType(network, "FlowLog");
  expect(flow?.inputs).toMatchObject({ trafficType: "ALL" });
  expect(flow?.inputs["logFormat"]).toMatch(/^\$\{version\} .* \$\{encryption-status\}$/);
});

test("services of AWS are reached from inside, more of them where faults are injected", async () => {
  const services = ofType(await networkOf("base"), "VpcEndpoint").map(({ inputs }) => inputs["serviceName"]);
  expect(services).toEqual(["ec2", "ecr.api", "ecr.dkr", "eks-auth", "logs", "s3", "sts"].map((name) => `com.amazonaws.eu-west-1.${name}`));
  expect(endpointServices({ chaos: true })).toHaveLength(13);
  expect([natPlacement({ chaos: true }), natPlacement({ chaos: false })]).toEqual(["per-zone", "one"]);
});
