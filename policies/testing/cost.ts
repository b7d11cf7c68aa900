// Fixtures of the rules of cost and of places.
import { thing, type Fixture } from "./fixture.ts";

const tagged = { owner: "platform", tier: "ultimate", "cost-centre": "reliability", environment: "ultimate" };
const text = JSON.stringify({ tags: tagged });
const { owner, ...withoutOwner } = tagged;
const namespace = thing("kubernetes:core/v1:Namespace", "gameday", { metadata: { name: "gameday", labels: { "gameday/environment": "ultimate" } } });
const quotaAlert = { alert: "QuotaHeadroomLow", expr: `kube_resourcequota{type="used"} / (kube_resourcequota{type="hard"} > 0) >= 0.8` };
const subnet = (region: string) =>
  thing("aws:ec2/subnet:Subnet", `subnet-${region}`, { mapPublicIpOnLaunch: false, availabilityZone: `${region}a` }, { region });

export const costFixtures: readonly Fixture[] = [
  {
    rule: "tags",
    resources: [
      thing("pulumi:providers:aws", "aws", { defaultTags: text }),
      thing("pulumi:providers:gcp", "gcp", { defaultLabels: JSON.stringify({ ...tagged, team: owner }) }),
      thing("aws:ec2/launchTemplate:LaunchTemplate", "nodes", {
        tagSpecifications: [
          { resourceType: "instance", tags: tagged },
          { resourceType: "volume", tags: tagged },
        ],
      }),
      thing("gcp:container/cluster:Cluster", "gke", { resourceLabels: tagged }),
      thing("gcp:container/nodePool:NodePool", "pool", { nodeConfig: { resourceLabels: tagged } }),
    ],
    broken: [
      { of: "aws", path: "defaultTags", to: JSON.stringify({ tags: withoutOwner }), says: "has no tag for owner" },
      { of: "gcp", path: "defaultLabels", to: undefined, says: "has no tag for owner, tier, cost-centre, environment" },
      { of: "nodes", path: "tagSpecifications[1].resourceType", to: "snapshot", says: "what it makes of kind volume has no tags" },
      { of: "nodes", path: "tagSpecifications[0].tags.tier", to: undefined, says: "has no tag for tier" },
      { of: "gke", path: `resourceLabels["cost-centre"]`, to: "", says: "has no tag for cost-centre" },
      { of: "pool", path: "nodeConfig.resourceLabels", to: undefined, says: "has no tag for owner" },
    ],
    unknown: [
      ["aws", "defaultTags"],
      ["nodes", "tagSpecifications[0].tags.owner"],
      ["pool", "nodeConfig.resourceLabels"],
    ],
  },
  {
    rule: "allowed-regions",
    resources: [
      thing("aws:ec2/vpc:Vpc", "network", { region: "us-east-1" }),
      thing("gcp:redis/instance:Instance", "redis", { zone: "us-east4-a", location: "us" }),
      thing("pulumi:providers:aws", "aws", { region: "eu-west-1" }),
    ],
    broken: [
      { of: "network", path: "region", to: "us-west-2", says: "stands in us-west-2" },
      { of: "redis", path: "zone", to: "us-central1-a", says: "stands in us-central1-a" },
      { of: "redis", path: "location", to: "us-east5", says: "stands in us-east5" },
      { of: "aws", path: "region", to: "us-east-2", says: "stands in us-east-2" },
    ],
    unknown: [["network", "region"]],
  },
  {
    rule: "monthly-cost",
    tier: "base",
    resources: [
      thing("aws:eks/nodeGroup:NodeGroup", "nodes", {
        instanceTypes: ["m6i.2xlarge"],
        capacityType: "ON_DEMAND",
        scalingConfig: { desiredSize: 3, minSize: 3, maxSize: 4 },
      }),
    ],
    broken: [
      { of: "nodes", path: "scalingConfig.desiredSize", to: 300, says: "over the tier's budget of $10,000" },
      { of: "nodes", path: "instanceTypes[0]", to: "x99.huge", says: "its price is unknown" },
    ],
    unknown: [],
  },
  {
    rule: "regions-equal",
    config: { regions: 2 },
    regions: ["us-east-1", "eu-west-1"],
    resources: [subnet("us-east-1"), subnet("eu-west-1")],
    broken: [
      { of: "subnet-eu-west-1", path: "mapPublicIpOnLaunch", to: true, says: "true in eu-west-1, false in us-east-1" },
      { of: "subnet-eu-west-1", path: "@name", to: "other-eu-west-1", says: "is missing in eu-west-1" },
      { of: "subnet-us-east-1", path: "@region", to: "eu-west-1", says: "is extra in eu-west-1" },
    ],
    unknown: [["subnet-eu-west-1", "mapPublicIpOnLaunch"]],
  },
  {
    rule: "quota-headroom",
    resources: [
      thing("aws:eks/nodeGroup:NodeGroup", "nodes", {}),
      thing("aws:servicequotas/serviceQuota:ServiceQuota", "vcpus", { value: 400 }),
      thing("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", {
        threshold: 80,
        metricQueries: [{ expression: "100 * used / SERVICE_QUOTA(used)" }],
      }),
      thing("gcp:container/cluster:Cluster", "gke", {}, { region: "us-east4" }),
      thing("gcp:cloudquota/sQuotaPreference:SQuotaPreference", "cpus", {}, { region: "us-east4" }),
      thing("gcp:monitoring/alertPolicy:AlertPolicy", "quota", {
        conditions: [{ conditionPrometheusQueryLanguage: { query: "quota_usage / quota_limit > 0.8" } }],
      }),
      namespace,
      thing("kubernetes:core/v1:ResourceQuota", "own", { metadata: { namespace: "gameday" } }),
      thing("kubernetes:monitoring.coreos.com/v1:PrometheusRule", "alerts", { spec: { groups: [{ rules: [quotaAlert] }] } }),
    ],
    broken: [
      { of: "vcpus", path: "@region", to: "eu-west-1", says: "no quota is asked for in us-east-1" },
      { of: "alarm", path: "threshold", to: 95, says: "says at 95 %" },
      { of: "alarm", path: "metricQueries[0].expression", to: "used", says: "nobody hears when a quota of us-east-1" },
      { of: "cpus", path: "@region", to: "europe-west1", says: "no quota is asked for in its region" },
      { of: "quota", path: "conditions[0].conditionPrometheusQueryLanguage.query", to: "quota_usage / quota_limit > 0.95", says: "nobody hears" },
      { of: "own", path: "metadata.namespace", to: "other", says: "the workloads' namespace gameday has no quota" },
      { of: "alerts", path: "spec.groups[0].rules[0].expr", to: "up == 0", says: "no alert when 80 %" },
    ],
    unknown: [
      ["alarm", "threshold"],
      ["alerts", "spec.groups"],
    ],
  },
];
