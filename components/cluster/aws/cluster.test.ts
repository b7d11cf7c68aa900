// A region's cluster on AWS as the engine would be asked for it, for the three regions of an environment.
import { beforeAll, describe, expect, test } from "vitest";
import type { Estate, Resource } from "../../../estate/resource.ts";
import { factsOf } from "../../../estate/types/table.ts";
import type { EnvironmentName } from "../../../model/tiers.ts";
import { AwsAccessRoles } from "../../identity/aws/access-roles.ts";
import { AwsRegionKey } from "../../identity/aws/region-key.ts";
import { record } from "../../recording/record.ts";
import type { SettingsInput } from "../../settings.ts";
import { testPlan } from "../../testing/ground.ts";
import { planSizes } from "../size-plan.ts";
import { AwsCluster } from "./cluster.ts";

function recorded(name: EnvironmentName, settings: Partial<SettingsInput> = {}, preview = true): Promise<Estate> {
  const plan = testPlan(name, settings);
  return record(
    () => {
      const access = new AwsAccessRoles(`${name}-access`, { plan }).arns;
      for (const region of plan.regions) {
        const key = new AwsRegionKey(`${name}-${region.name}-key`, { plan, region });
        const cluster = new AwsCluster(`${name}-${region.name}-cluster`, {
          plan,
          region,
          vpcId: "vpc-1",
          privateSubnetIds: region.zones.map((zone) => `subnet-${zone}`),
          keyArn: key.arn,
          access,
        });
        cluster.associate({ namespace: "proving-ground", serviceAccount: "worker" });
      }
      return {};
    },
    { environment: name, regions: plan.regions.map((region) => region.name), preview },
  );
}

let estate: Estate;
/** The environment and the region with the longest names, as operators elsewhere would have it. */
let longest: Estate;
beforeAll(async () => {
  estate = await recorded("base");
  longest = await recorded("ultimate", { regions: ["us-east-1", "ap-southeast-1"], operatorNetworks: ["192.0.2.0/24"] });
});

const ofType = (type: string, within = estate): readonly Resource[] => within.resources.filter((resource) => resource.type === type);
const only = (type: string, region: string): Resource => {
  const [found] = ofType(type).filter((resource) => resource.region === region);
  if (found === undefined) throw new Error(`no ${type} in ${region}`);
  return found;
};
const inRegion = (region: string): readonly Resource[] => estate.resources.filter((resource) => resource.region === region);

describe("the cluster of a region", () => {
  test("three regions are equal but for their names and sizes", () => {
    const shape = (region: string) => inRegion(region).map(({ type, name }) => `${type} ${name.replaceAll(region, "<region>")}`);
    expect(shape("eu-west-1")).toEqual(shape("us-east-1"));
    expect(shape("ap-southeast-1")).toEqual(shape("us-east-1"));
    expect(new Set(shape("us-east-1")).size).toBe(shape("us-east-1").length);
  });
  test("what it is made of, to the last resource", () => {
    const counts = Map.groupBy(
      inRegion("us-east-1").filter(({ component, type }) => !component && !type.startsWith("aws:kms/")),
      ({ type }) => type,
    );
    expect(Object.fromEntries([...counts].map(([type, found]) => [type, found.length]))).toEqual({
      "aws:cloudwatch/eventRule:EventRule": 5,
      "aws:cloudwatch/eventTarget:EventTarget": 5,
      "aws:cloudwatch/logGroup:LogGroup": 1,
      "aws:ec2/launchTemplate:LaunchTemplate": 3,
      "aws:eks/accessEntry:AccessEntry": 4,
      "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": 1,
      "aws:eks/addon:Addon": 6,
      "aws:eks/cluster:Cluster": 1,
      "aws:eks/nodeGroup:NodeGroup": 3,
      "aws:eks/podIdentityAssociation:PodIdentityAssociation": 3,
      "aws:iam/instanceProfile:InstanceProfile": 1,
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider": 1,
      "aws:iam/role:Role": 7,
      "aws:iam/rolePolicy:RolePolicy": 2,
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 6,
      "aws:sqs/queue:Queue": 1,
      "aws:sqs/queuePolicy:QueuePolicy": 1,
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": 1,
      "kubernetes:helm.sh/v3:Release": 3,
      "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass": 1,
      "kubernetes:karpenter.sh/v1:NodePool": 1,
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole": 4,
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding": 4,
      "kubernetes:storage.k8s.io/v1:StorageClass": 1,
      "pulumi:providers:kubernetes": 1,
    });
  });

  test("the API is private, logged in full, its secrets encrypted; a public way in only from named networks", () => {
    expect(only("aws:eks/cluster:Cluster", "us-east-1").inputs).toMatchObject({
      version: "1.35",
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      enabledClusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      encryptionConfig: { resources: ["secrets"] },
      vpcConfig: { endpointPrivateAccess: true, endpointPublicAccess: false },
    });
    expect(ofType("aws:eks/cluster:Cluster", longest)[0]?.inputs["vpcConfig"]).toMatchObject({
      endpointPublicAccess: true,
      publicAccessCidrs: ["192.0.2.0/24"],
    });
  });

  test("a kubeconfig that nobody knows yet breaks no preview; with everything known it signs in by a token", async () => {
    expect(only("pulumi:providers:kubernetes", "us-east-1").unknown).toEqual(["kubeconfig"]);
    const known = await recorded("base", { regions: ["us-east-1"] }, false);
    const provider = ofType("pulumi:providers:kubernetes", known)[0]?.inputs["kubeconfig"];
    expect(JSON.parse(String(provider))).toMatchObject({
      users: [{ user: { exec: { command: "aws", args: expect.arrayContaining(["get-token", "us-east-1", "base-us-east-1", "--role-arn"]) } } }],
    });
  });

  test("nodes: no credentials for pods, encrypted disks, the environment's tags, load apart", () => {
    for (const { inputs } of ofType("aws:ec2/launchTemplate:LaunchTemplate")) {
      expect(inputs["metadataOptions"]).toMatchObject({ httpTokens: "required", httpPutResponseHopLimit: 1 });
      expect(inputs["blockDeviceMappings"]).toMatchObject([{ ebs: { encrypted: "true", volumeType: "gp3" } }]);
      expect(inputs["tagSpecifications"]).toMatchObject([
        { resourceType: "instance", tags: { environment: "base", owner: "platform", "cost-centre": "reliability" } },
        { resourceType: "volume" },
      ]);
    }
    const groups = ofType("aws:eks/nodeGroup:NodeGroup").filter(({ region }) => region === "eu-west-1");
    expect(groups.map(({ inputs }) => inputs["taints"])).toEqual([undefined, undefined, [{ key: "load", value: "true", effect: "NO_SCHEDULE" }]]);
    expect(groups.map(({ inputs }) => inputs["labels"])).toMatchObject([{}, {}, { load: "true" }]);
  });

  test("Karpenter adds machines up to the plan's limit, on demand, in the region's own zones", () => {
    const { inputs } = only("kubernetes:karpenter.sh/v1:NodePool", "eu-west-1");
    const [, secondary] = planSizes(testPlan("base").size, testPlan("base").regions);
    expect(inputs["spec"]).toMatchObject({
      limits: { cpu: String(secondary?.surge.cores), memory: `${secondary?.surge.memoryGiB}Gi` },
      template: {
        spec: {
          requirements: expect.arrayContaining([
            { key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] },
            { key: "topology.kubernetes.io/zone", operator: "In", values: ["eu-west-1a", "eu-west-1b", "eu-west-1c"] },
          ]),
        },
      },
    });
  });

  test("the balancers' controller may make no balancer", () => {
    const policies = ofType("aws:iam/rolePolicy:RolePolicy").map(({ inputs }) => String(inputs["policy"]));
    expect(policies.some((policy) => policy.includes("elasticloadbalancing:RegisterTargets"))).toBe(true);
    expect(policies.filter((policy) => policy.includes("elasticloadbalancing:Create"))).toEqual([]);
  });

  test("names that IAM and EventBridge take in the longest environment: 64 characters", () => {
    const named = longest.resources.filter(({ type }) => type === "aws:iam/role:Role" || type === "aws:cloudwatch/eventRule:EventRule");
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ inputs }) => typeof inputs["name"] !== "string" || inputs["name"].length > 64)).toEqual([]);
    expect(ofType("kubernetes:storage.k8s.io/v1:StorageClass", longest).map(({ inputs }) => inputs["reclaimPolicy"])).toEqual(["Retain", "Retain"]);
  });

  test("every type of AWS has a row of facts", () => {
    const types = new Set(estate.resources.flatMap(({ type, component }) => (!component && type.startsWith("aws:") ? [type] : [])));
    expect([...types].filter((type) => factsOf(type) === null)).toEqual([]);
  });
});
