// What a recording says of a program: places of what is unknown and secret, regions, parents; and what it refuses.
import { secret } from "@pulumi/pulumi";
import { getRegion } from "@pulumi/aws/getRegion.js";
import { Subnet } from "@pulumi/aws/ec2/subnet.js";
import { Vpc } from "@pulumi/aws/ec2/vpc.js";
import { Address } from "@pulumi/gcp/compute/address.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { expect, test } from "vitest";
import { unknownValue } from "../../estate/resource.ts";
import { Component } from "../component.ts";
import { record } from "./record.ts";

const regions = ["us-east-1", "eu-west-1", "us-east4"];

class Pair extends Component {
  constructor(name: string) {
    super("test:Pair", name, {});
    const vpc = new Vpc(this.named("vpc"), { cidrBlock: "10.0.0.0/16", tags: { owner: secret("somebody") } }, { parent: this, protect: true });
    const subnet = { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" };
    // oxlint-disable-next-line no-new -- recorded by being made
    new Subnet(this.named("subnet"), subnet, { parent: this });
    this.registerOutputs();
  }
}

test("in a preview, what the cloud decides is unknown, with its place; a secret is hidden, with its place", async () => {
  const estate = await record(
    () => {
      const pair = new Pair("pair-eu-west-1");
      return { pair: "made", password: secret("somebody"), urn: pair.urn };
    },
    { environment: "base", regions },
  );
  const [pair, vpc, subnet] = estate.resources;
  expect(pair).toMatchObject({ name: "pair-eu-west-1", component: true, parent: null, region: "eu-west-1" });
  expect(vpc).toMatchObject({ inputs: { tags: { owner: "[secret]" } }, secret: ["tags.owner"], protect: true, parent: pair?.urn });
  expect(subnet).toMatchObject({ inputs: { vpcId: unknownValue }, unknown: ["vpcId"], dependencies: [vpc?.urn], region: "eu-west-1" });
  expect(estate.outputs).toMatchObject({ pair: "made", password: "[secret]" });
});

test("with made-up values nothing is unknown; a second recording knows nothing of the first", async () => {
  const { resources } = await record(() => ({ pair: new Pair("pair-eu-west-1").urn }), { environment: "base", regions, preview: false });
  expect(resources).toHaveLength(3);
  expect(resources.flatMap(({ unknown }) => unknown)).toEqual([]);
});

test.for([
  { what: "its own region", region: "us-east-1", make: () => new Vpc("main-eu-west-1", { region: "us-east-1" }) },
  { what: "its name", region: "eu-west-1", make: () => new Vpc("main-eu-west-1", {}) },
  { what: "its zone", region: "us-east4", make: () => new Address("address", { region: "us-east4" }) },
  { what: "nothing", region: null, make: () => new Vpc("main", {}) },
])("a resource's region comes from $what", async ({ region, make }) => {
  const { resources } = await record(() => ({ made: make().urn }), { environment: "base", regions });
  expect(resources.map((resource) => resource.region)).toEqual([region]);
});

test("a secret of Kubernetes is hidden, its keys are not: others mount them", async () => {
  const { resources } = await record(() => ({ made: new Secret("s", { stringData: { a: secret("clear"), b: "open" } }).urn }), {
    environment: "base",
    regions,
  });
  expect(JSON.stringify(resources)).not.toContain("clear");
  expect(resources).toMatchObject([{ inputs: { stringData: { a: "[secret]", b: "[secret]" } }, secret: ["stringData"] }]);
});

test("two children of one name are refused", async () => {
  class Twice extends Component {
    constructor() {
      super("test:Twice", "twice", {});
      this.named("a");
      this.named("a");
    }
  }
  await expect(record(() => ({ made: new Twice().urn }), { environment: "base", regions })).rejects.toThrow(
    "two children of twice are called twice-a",
  );
});

test("a look-up in a cloud is refused: a preview needs no credentials", async () => {
  await expect(record(async () => ({ made: (await getRegion({})).name }), { environment: "base", regions })).rejects.toThrow(
    /getRegion: nothing may be looked up in a cloud/,
  );
});
