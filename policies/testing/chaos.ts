// Fixtures of the rules of faults.
import { thing, type Fixture } from "./fixture.ts";

const namespace = thing("kubernetes:core/v1:Namespace", "gameday", { metadata: { name: "gameday", labels: { "gameday/chaos": "allowed" } } });
const engine = thing("kubernetes:litmuschaos.io/v1alpha1:ChaosEngine", "engine", {
  metadata: { name: "engine", namespace: "litmus" },
  spec: {
    appinfo: { appns: "gameday", applabel: "app.kubernetes.io/name=orchestrator" },
    experiments: [
      {
        spec: {
          components: {
            env: [
              { name: "PODS_AFFECTED_PERC", value: "50" },
              { name: "TOTAL_CHAOS_DURATION", value: "60" },
            ],
          },
        },
      },
    ],
  },
});
const env = "spec.experiments[0].spec.components.env";
const template = thing("aws:fis/experimentTemplate:ExperimentTemplate", "template", {
  stopConditions: [{ source: "aws:cloudwatch:alarm", value: "alarm" }],
  targets: [
    { name: "machines", resourceType: "aws:ec2:instance", resourceTags: [{ key: "environment", value: "ultimate" }] },
    { name: "pods", resourceType: "aws:eks:pod", parameters: { clusterIdentifier: "ultimate-us-east-1", namespace: "gameday" } },
    {
      name: "others",
      resourceType: "aws:eks:pod",
      parameters: { clusterIdentifier: "arn:aws:eks:us-east-1:111122223333:cluster/ultimate-us-east-1" },
    },
  ],
});

export const chaosFixtures: readonly Fixture[] = [
  {
    rule: "chaos-tiers",
    tier: "base",
    resources: [
      thing("kubernetes:helm.sh/v3:Release", "chart", { chart: "keda" }),
      thing("aws:fis/targetAccountConfiguration:TargetAccountConfiguration", "other", {}),
    ],
    broken: [
      { of: "chart", path: "chart", to: "litmus-core", says: "the tier base allows none" },
      { of: "other", path: "@type", to: "aws:fis/experimentTemplate:ExperimentTemplate", says: "injects faults" },
      { of: "other", path: "@type", to: "kubernetes:litmuschaos.io/v1alpha1:ChaosEngine", says: "injects faults" },
    ],
    unknown: [],
  },
  {
    rule: "chaos-namespaces",
    resources: [
      namespace,
      engine,
      thing("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "rights", {
        metadata: { namespace: "gameday" },
        subjects: [{ kind: "ServiceAccount", name: "gameday-faults" }],
      }),
      thing("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", "others", { subjects: [{ kind: "ServiceAccount", name: "somebody" }] }),
    ],
    broken: [
      { of: "gameday", path: `metadata.labels["gameday/chaos"]`, to: "refused", says: "which has no label gameday/chaos: allowed" },
      { of: "engine", path: "spec.appinfo.appns", to: "kube-system", says: "which is not of this stack" },
      { of: "rights", path: "metadata.namespace", to: "default", says: "which is not of this stack" },
      { of: "others", path: "subjects[0].name", to: "gameday-faults", says: "rights on the whole cluster" },
    ],
    unknown: [
      ["engine", "spec.appinfo.appns"],
      ["gameday", "metadata.labels"],
      ["rights", "subjects"],
      ["others", "subjects"],
      ["others", "subjects[0].name"],
    ],
  },
  {
    rule: "chaos-blast-radius",
    resources: [engine, template],
    broken: [
      { of: "engine", path: "spec.appinfo.applabel", to: "", says: "hits every pod of its namespace" },
      { of: "engine", path: `${env}[0].value`, to: "100", says: "PODS_AFFECTED_PERC is 100, more than 50" },
      { of: "engine", path: `${env}[1].value`, to: "7200", says: "TOTAL_CHAOS_DURATION is 7200" },
      { of: "template", path: "stopConditions[0].source", to: "none", says: "no alarm ends it" },
      { of: "template", path: "targets[0].resourceTags[0].value", to: "production", says: "hits aws:ec2:instance of other environments" },
      { of: "template", path: "targets[0].resourceTags", to: undefined, says: "hits aws:ec2:instance of other environments" },
      {
        of: "template",
        path: "targets[0]",
        to: { resourceType: "aws:ec2:instance", resourceArns: ["arn:aws:ec2:us-east-1:111122223333:instance/i-0123456789abcdef0"] },
        says: "hits aws:ec2:instance of other environments",
      },
      { of: "template", path: "targets[1].parameters.clusterIdentifier", to: "production-us-east-1", says: "hits aws:eks:pod of other environments" },
      { of: "template", path: "targets[1].parameters.clusterIdentifier", to: "ultimates", says: "hits aws:eks:pod of other environments" },
      { of: "template", path: "targets[1].parameters", to: { namespace: "gameday" }, says: "hits aws:eks:pod of other environments" },
      {
        of: "template",
        path: "targets[2].parameters.clusterIdentifier",
        to: "arn:aws:eks:us-east-1:111122223333:cluster/production",
        says: "hits aws:eks:pod of other environments",
      },
    ],
    unknown: [
      ["engine", "spec.appinfo.applabel"],
      ["engine", `${env}[0].value`],
      ["engine", `${env}[0].name`],
      ["engine", env],
      ["engine", "spec.experiments"],
      ["template", "targets[0].resourceTags[0].value"],
      ["template", "targets[1].parameters.clusterIdentifier"],
      ["template", "targets[1].parameters"],
    ],
  },
];
