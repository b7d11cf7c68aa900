// Fixtures of the rules of identity.
import { thing, urns, type Fixture } from "./fixture.ts";

const policy = (action: string, resource: string): string =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action: [action], Resource: resource }] });
const trust = (principal: string): string =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" }] });
const rule = thing("aws:cloudwatch/eventRule:EventRule", "due", { description: "Secrets are due", scheduleExpression: "rate(76 days)" });
const alert = { alert: "SSLCertificateExpiry", expr: "probe_ssl_earliest_cert_expiry - time() < 30 * 86400" };
/** For example.test, made for these fixtures, their keys thrown away; they end in 2109 and on 2026-12-18. */
const lasting = `-----BEGIN CERTIFICATE-----
MIIBhTCCASugAwIBAgIUZUYq4MTfMAJVIZwJckwyMnMXkMkwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMZXhhbXBsZS50ZXN0MCAXDTI2MTEyODIwMTcxOVoYDzIxMDkw
MTE3MjAxNzE5WjAXMRUwEwYDVQQDDAxleGFtcGxlLnRlc3QwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAATxwDKSRg4uqzGmTohP2p0+bp/NZ/O5BHGImrAHwgHde7et
Z0/oKZZu8bB4H1XgZ2W/5Ac14KFMh9NHcUml/czko1MwUTAdBgNVHQ4EFgQUKcaQ
pXTQNWR92hNZFFK9Ysa2bgcwHwYDVR0jBBgwFoAUKcaQpXTQNWR92hNZFFK9Ysa2
bgcwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAstfKiZ3M2IGgO
NzlrX08O6Uv/ObHbd2g5V577OypTRAIhAK4PjzMfuMNsvxkg3Dr80jk2UWvksSpZ
LH8M9UH3SNJL
-----END CERTIFICATE-----`;
const ending = `-----BEGIN CERTIFICATE-----
MIIBgzCCASmgAwIBAgIUc/kMa1833Z1mEnSHqR+aZ/4Frk0wCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMZXhhbXBsZS50ZXN0MB4XDTI2MTEyODIwMTcxOVoXDTI2MTIx
ODIwMTcxOVowFzEVMBMGA1UEAwwMZXhhbXBsZS50ZXN0MFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEWV7ifqaHFiAZkptafOPdtbiGaRjpvIqhsOGnPGOikbZtOiep
RECqSZDwa5XFlJwY3yXIRUC0nMs/CWZVyn/in6NTMFEwHQYDVR0OBBYEFMv7p4eo
o9Wm8LQbPJX8Pn7ewvAhMB8GA1UdIwQYMBaAFMv7p4eoo9Wm8LQbPJX8Pn7ewvAh
MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgIsmQLxdoVm4RHlKY
nbArcF5rcWeLsDU1yIKLyUrugwQCIQDvjDARU5m2GC0ODL25tEJvxngTjTYJ49Bg
g+g/VA1cVA==
-----END CERTIFICATE-----`;

export const identityFixtures: readonly Fixture[] = [
  {
    rule: "iam-wildcards",
    resources: [
      thing("aws:iam/rolePolicy:RolePolicy", "rights", { policy: policy("ec2:DescribeInstances", "*") }),
      thing("aws:iam/rolePolicy:RolePolicy", "narrow", { policy: policy("s3:GetObject", "arn:aws:s3:::things/*") }),
      thing("aws:iam/role:Role", "role", { assumeRolePolicy: trust("arn:aws:iam::111122223333:root") }),
      thing("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "attached", { policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" }),
      thing("gcp:projects/iAMMember:IAMMember", "member", { role: "roles/container.viewer" }),
      thing("aws:iam/role:Role", "whole", {
        assumeRolePolicy: { Statement: [{ Effect: "Allow", Principal: { Service: "fis.amazonaws.com" }, Action: "sts:AssumeRole" }] },
        inlinePolicies: [{ name: "own", policy: policy("s3:GetObject", "arn:aws:s3:::things/*") }],
        managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"],
      }),
      thing("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", "all", { roleRef: { kind: "ClusterRole", name: "view" } }),
      thing("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "some", { roleRef: { kind: "ClusterRole", name: "view" } }),
      thing("kubernetes:rbac.authorization.k8s.io/v1:Role", "faults", { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["delete"] }] }),
    ],
    broken: [
      { of: "rights", path: "policy", to: policy("ec2:TerminateInstances", "*"), says: "allows ec2:TerminateInstances on every resource" },
      { of: "narrow", path: "policy", to: policy("s3:*", "arn:aws:s3:::things/*"), says: "allows s3:*" },
      { of: "narrow", path: "policy", to: "no policy", says: "is no policy that can be read" },
      { of: "role", path: "assumeRolePolicy", to: trust("*"), says: "may be assumed by everybody" },
      { of: "role", path: "assumeRolePolicy", to: "no policy", says: "is no policy that can be read" },
      { of: "narrow", path: "policy", to: { Statement: { Effect: "Allow", Action: "*", Resource: "arn" } }, says: "allows *" },
      {
        of: "narrow",
        path: "policy",
        to: { Statement: { Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::others/*" } },
        says: "allows s3:GetObject on every resource",
      },
      { of: "whole", path: "assumeRolePolicy.Statement[0].Principal", to: "*", says: "may be assumed by everybody" },
      { of: "whole", path: "inlinePolicies[0].policy", to: policy("*", "*"), says: "allows *" },
      { of: "whole", path: "managedPolicyArns[0]", to: "arn:aws:iam::aws:policy/AdministratorAccess", says: "gives AdministratorAccess" },
      { of: "all", path: "roleRef.name", to: "cluster-admin", says: "gives cluster-admin: everything in the cluster" },
      { of: "some", path: "roleRef.name", to: "cluster-admin", says: "gives cluster-admin: everything in its namespace" },
      { of: "attached", path: "policyArn", to: "arn:aws:iam::aws:policy/AdministratorAccess", says: "gives AdministratorAccess" },
      { of: "member", path: "role", to: "roles/owner", says: "gives roles/owner" },
      { of: "faults", path: "rules[0].verbs[0]", to: "*", says: "has * as its verbs" },
      { of: "faults", path: "rules[0].resources[0]", to: "*", says: "has * as its resources" },
    ],
    unknown: [
      ["rights", "policy"],
      ["role", "assumeRolePolicy"],
      ["attached", "policyArn"],
      ["whole", "assumeRolePolicy.Statement[0].Principal"],
      ["whole", "inlinePolicies"],
      ["whole", "inlinePolicies[0].policy"],
      ["whole", "managedPolicyArns"],
      ["whole", "managedPolicyArns[0]"],
      ["all", "roleRef.name"],
      ["faults", "rules"],
      ["faults", "rules[0].verbs"],
      ["faults", "rules[0].resources[0]"],
    ],
  },
  {
    rule: "workload-identity",
    resources: [
      thing("aws:ec2/launchTemplate:LaunchTemplate", "nodes", { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 } }),
      thing("aws:eks/cluster:Cluster", "eks", {}),
      thing("aws:eks/podIdentityAssociation:PodIdentityAssociation", "association", {}),
      thing("gcp:container/cluster:Cluster", "gke", { workloadIdentityConfig: { workloadPool: "project.svc.id.goog" } }, { region: "us-east4" }),
      thing("gcp:container/nodePool:NodePool", "pool", { nodeConfig: { serviceAccount: "nodes", workloadMetadataConfig: { mode: "GKE_METADATA" } } }),
      thing("kubernetes:apps/v1:Deployment", "api", {
        spec: { template: { spec: { containers: [{ name: "api", env: [{ name: "MODE", value: "quiet" }] }] } } },
      }),
    ],
    broken: [
      { of: "nodes", path: "metadataOptions.httpTokens", to: "optional", says: "without a token" },
      { of: "nodes", path: "metadataOptions.httpPutResponseHopLimit", to: 2, says: "the node's role" },
      { of: "association", path: "@region", to: "eu-west-1", says: "its pods have no identity" },
      { of: "gke", path: "workloadIdentityConfig", to: undefined, says: "has no Workload Identity" },
      { of: "pool", path: "nodeConfig.workloadMetadataConfig.mode", to: "GCE_METADATA", says: "its own account to its pods" },
      { of: "pool", path: "nodeConfig.serviceAccount", to: undefined, says: "default account" },
      { of: "api", path: "spec.template.spec.containers[0].env[0].name", to: "AWS_ACCESS_KEY_ID", says: "is given a cloud key" },
      { of: "association", path: "@type", to: "aws:iam/accessKey:AccessKey", says: "it does not end" },
    ],
    unknown: [
      ["nodes", "metadataOptions.httpTokens"],
      ["pool", "nodeConfig.serviceAccount"],
      ["api", "spec.template.spec.containers"],
      ["api", "spec.template.spec.containers[0].env"],
      ["api", "spec.template.spec.containers[0].env[0].name"],
    ],
  },
  {
    rule: "secrets-in-clear",
    resources: [
      thing("aws:rds/cluster:Cluster", "database", { masterPassword: "[secret]", masterUsername: "gameday" }, { secret: ["masterPassword"] }),
      thing("aws:elasticache/replicationGroup:ReplicationGroup", "cache", { authToken: "[secret]" }),
      thing("kubernetes:core/v1:ConfigMap", "settings", { data: { "settings.json": "{}", mode: "quiet" } }),
      thing("kubernetes:apps/v1:Deployment", "api", { spec: { template: { spec: { containers: [{ env: [{ name: "MODE", value: "quiet" }] }] } } } }),
      thing("kubernetes:helm.sh/v3:Release", "traces", { values: { auth: { password: "${env:ES_PASSWORD}" } } }),
    ],
    broken: [
      { of: "settings", path: "data.mode", to: "https://me:swordfish@example.com/", says: "a password in an address" },
      { of: "settings", path: `data["settings.json"]`, to: `{"key":"AKIAABCDEFGHIJKLMNOP"}`, says: "an AWS access key" },
      { of: "settings", path: "data", to: { DB_PASSWORD: "swordfish" }, says: "holds a secret in clear" },
      { of: "api", path: "spec.template.spec.containers[0].env[0].name", to: "API_KEY", says: "holds a secret in clear" },
      { of: "traces", path: "values.auth.password", to: "swordfish", says: "holds a secret in clear" },
      { of: "cache", path: "authToken", to: "swordfish", says: "holds a secret in clear" },
    ],
    unknown: [["cache", "authToken"]],
  },
  {
    rule: "secret-rotation",
    resources: [
      thing("aws:kms/key:Key", "key", { enableKeyRotation: true }),
      thing("aws:secretsmanager/secret:Secret", "secret", {}),
      rule,
      thing("aws:cloudwatch/eventTarget:EventTarget", "told", {}, { dependencies: urns(rule) }),
      thing("gcp:secretmanager/regionalSecret:RegionalSecret", "regional", { rotation: { rotationPeriod: "7776000s" } }),
      thing("gcp:kms/cryptoKey:CryptoKey", "crypto", { rotationPeriod: "7776000s" }),
    ],
    broken: [
      { of: "key", path: "enableKeyRotation", to: false, says: "keeps its material for ever" },
      { of: "due", path: "scheduleExpression", to: "rate(120 days)", says: "later than after 90 days" },
      { of: "due", path: "description", to: "Lunch", says: "nothing says when it is due" },
      { of: "told", path: "@dependencies", to: [], says: "reminds nobody" },
      { of: "regional", path: "rotation", to: undefined, says: "is not changed within 90 days" },
      { of: "crypto", path: "rotationPeriod", to: "31536000s", says: "is not changed within 90 days" },
    ],
    unknown: [
      ["due", "scheduleExpression"],
      ["regional", "rotation.rotationPeriod"],
    ],
  },
  {
    rule: "certificates",
    now: "2026-12-01",
    resources: [
      thing("aws:acm/certificate:Certificate", "renewed", { validationMethod: "DNS" }),
      thing("aws:acm/certificate:Certificate", "brought", { certificateBody: lasting }),
      thing("gcp:certificatemanager/certificate:Certificate", "managed", { managed: { domains: ["example.test"] } }),
      thing("kubernetes:monitoring.coreos.com/v1:PrometheusRule", "alerts", { spec: { groups: [{ rules: [alert] }] } }),
    ],
    broken: [
      { of: "renewed", path: "validationMethod", to: "EMAIL", says: "is not renewed without a person" },
      { of: "brought", path: "certificateBody", to: ending, says: "its certificate ends in 17 days" },
      { of: "brought", path: "certificateBody", to: lasting.replace("MII", "AAA"), says: "holds what is no certificate" },
      { of: "managed", path: "managed", to: undefined, says: "is not renewed without a person" },
      {
        of: "alerts",
        path: "spec.groups[0].rules[0].expr",
        to: "probe_ssl_earliest_cert_expiry - time() < 7 * 86400",
        says: "no alert 30 days before",
      },
    ],
    unknown: [
      ["renewed", "validationMethod"],
      ["brought", "certificateBody"],
      ["alerts", "spec.groups"],
    ],
  },
];
