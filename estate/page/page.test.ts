// The page and its picture: what they say, that they open alone, and that nobody's text becomes markup.
import { expect, test } from "vitest";
import { previewOf } from "../preview.ts";
import { testEstate, testRegions, testResource } from "../testing/estate.ts";
import { topologyOf } from "../picture/topology.ts";
import { previewPage } from "./page.ts";

const nodes = (region: string): ReturnType<typeof testResource> =>
  testResource("aws:eks/nodeGroup:NodeGroup", `work-${region}`, {
    region,
    inputs: { instanceTypes: ["m6i.large"], scalingConfig: { desiredSize: 3, minSize: 3, maxSize: 5 }, labels: { "gameday/nodes": "work" } },
  });
const subnets = (region: string): readonly ReturnType<typeof testResource>[] =>
  ["a", "b", "c"].map((zone) =>
    testResource("aws:ec2/subnet:Subnet", `data-${region}-${zone}`, {
      region,
      inputs: { availabilityZone: `${region}${zone}`, tags: { segment: "data" } },
    }),
  );
const estate = testEstate(
  [
    testResource("aws:cloudfront/distribution:Distribution", "cdn"),
    testResource("aws:iot/thing:Thing", "<script>alert(1)</script>"),
    ...testRegions.flatMap((region) => [
      testResource("aws:eks/cluster:Cluster", `cluster-${region}`, { region }),
      nodes(region),
      ...subnets(region),
      testResource("aws:rds/clusterInstance:ClusterInstance", `postgres-${region}-0`, {
        region,
        inputs: { instanceClass: "db.r6g.large", availabilityZone: `${region}b` },
      }),
    ]),
  ],
  { environment: "base", outputs: { gameday: { regions: [{ name: "eu-west-1", role: "tertiary" }] } } },
);

test("a topology: zones, pools, who writes, and the stack's own word for a region's role", () => {
  const { entry, regions, backbone } = topologyOf(estate);
  expect(entry).toEqual(["CloudFront"]);
  expect(backbone).toBeNull();
  expect(regions.map(({ role }) => role)).toEqual(["primary", "tertiary", "secondary"]);
  expect(regions[0]).toMatchObject({
    zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
    segments: ["data"],
    cluster: "EKS",
    pools: [{ name: "work", count: 3, most: 5, machine: "m6i.large" }],
    postgres: { label: "Aurora PostgreSQL · r6g.large", members: [{ label: "writer", zone: 1, leads: true }] },
    redis: null,
  });
  expect(regions[1]?.postgres?.members).toEqual([{ label: "replica", zone: 1, leads: false }]);
});

test("the page stands alone, says cost, budget and every region, and takes no name for markup", () => {
  const preview = previewOf(estate);
  const page = previewPage(estate, preview, 1.5);
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).not.toMatch(/(?:src|href)=|<script|@import|url\((?!#)/);
  for (const region of testRegions) expect(page).toContain(`>${region}</text>`);
  expect(page).toContain("of a budget of $10,000");
  expect(page).toContain(preview.bill.total.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 }));
  expect(page).toContain("no rule says what this type costs");
});

test("a preview of the rule broken says so in the page", () => {
  const dear = testEstate([...estate.resources, ...Array.from({ length: 60 }, (_, index) => ({ ...nodes("us-east-1"), urn: `urn:${index}` }))], {
    environment: "base",
  });
  const preview = previewOf(dear);
  expect(preview.problems).toMatchObject([{ path: "total" }]);
  expect(previewPage(dear, preview, 1)).toContain('class="banner bad"');
});
