// The backbone on AWS: every region reaches every other one, both ways, and nothing else.
import { expect, test } from "vitest";
import type { Resource } from "../../estate/resource.ts";
import { AwsNetwork } from "../network/aws-network.ts";
import { record } from "../recording/record.ts";
import { testPlan } from "../testing/ground.ts";
import { AwsBackbone } from "./aws-backbone.ts";

async function backboneOf(regions: readonly string[]): Promise<readonly Resource[]> {
  const plan = testPlan("base", { regions: [...regions] });
  const { resources } = await record(
    () => {
      const networks = plan.regions.map((region) => new AwsNetwork(`net-${region.name}`, { plan, region, keyArn: "arn:key" }));
      return { backbone: new AwsBackbone("bone", { plan, networks }).urn };
    },
    { environment: "base", regions, preview: false },
  );
  return resources.filter(({ component, name }) => !component && name.startsWith("bone-"));
}

/** By region: what waits for another resource is recorded after what does not. */
const ofType = (resources: readonly Resource[], end: string): readonly Resource[] =>
  resources.filter(({ type }) => type.endsWith(`:${end}`)).toSorted((one, other) => (one.name < other.name ? -1 : 1));

const [us, eu, ap] = ["us-east-1", "eu-west-1", "ap-southeast-1"] as const;
const spaces = { [us]: "10.16.0.0/16", [eu]: "10.17.0.0/16", [ap]: "10.18.0.0/16" } as const;

test("each of three regions sends to each other one through their peering", async () => {
  const backbone = await backboneOf([us, eu, ap]);
  const sent = ofType(backbone, "Route").filter(({ type }) => type.startsWith("aws:ec2transitgateway/"));
  const peering = { [`${us} ${eu}`]: `${us}-to-${eu}`, [`${us} ${ap}`]: `${us}-to-${ap}`, [`${eu} ${ap}`]: `${eu}-to-${ap}` };
  const found = sent.map(({ inputs }) => ["region", "destinationCidrBlock", "transitGatewayAttachmentId"].map((key) => inputs[key]).join(" "));
  const expected = Object.entries(peering).flatMap(([pair, name]) => {
    const [one = "", other = ""] = pair.split(" ");
    const way = `bone-${name}-accepted-id`;
    const spaceOf = (region: string): string => Object.entries(spaces).find(([known]) => known === region)?.[1] ?? "";
    return [`${one} ${spaceOf(other)} ${way}`, `${other} ${spaceOf(one)} ${way}`];
  });
  expect(found.toSorted()).toEqual(expected.toSorted());
  // eu-west-1-to-ap-southeast-1, us-east-1-to-ap-southeast-1, us-east-1-to-eu-west-1.
  expect(ofType(backbone, "PeeringAttachmentAccepter").map(({ inputs }) => inputs["region"])).toEqual([ap, ap, eu]);
});

test("each network sends what is the environment's to its gateway, which alone knows the way", async () => {
  const backbone = await backboneOf([us, eu, ap]);
  const inside = ofType(backbone, "Route").filter(({ type }) => type.startsWith("aws:ec2/"));
  expect(inside).toHaveLength(3 * 4);
  for (const { inputs } of inside)
    expect(inputs).toMatchObject({ destinationCidrBlock: "10.16.0.0/12", transitGatewayId: `bone-${String(inputs["region"])}-gateway-id` });
  for (const { inputs } of ofType(backbone, "TransitGateway"))
    expect(inputs).toMatchObject({
      autoAcceptSharedAttachments: "disable",
      defaultRouteTableAssociation: "disable",
      defaultRouteTablePropagation: "disable",
    });
  expect(ofType(backbone, "TransitGateway").map(({ inputs }) => inputs["amazonSideAsn"])).toEqual([64_530, 64_529, 64_528]);
});

test("a region that is left out renumbers no other; a single one needs no backbone", async () => {
  expect(ofType(await backboneOf([us, ap]), "TransitGateway").map(({ inputs }) => inputs["amazonSideAsn"])).toEqual([64_530, 64_528]);
  expect(await backboneOf([us])).toEqual([]);
});
