// A region's proxy: pools connections to the region's readers, and knows the password so that a rotation needs no restart.
import { all, output, type ComponentResourceOptions, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { Proxy } from "@pulumi/aws/rds/proxy.js";
import { ProxyDefaultTargetGroup } from "@pulumi/aws/rds/proxyDefaultTargetGroup.js";
import { ProxyEndpoint } from "@pulumi/aws/rds/proxyEndpoint.js";
import { ProxyTarget } from "@pulumi/aws/rds/proxyTarget.js";
import { Secret } from "@pulumi/aws/secretsmanager/secret.js";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion.js";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule.js";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule.js";
import type { AwsDataRegion } from "../data/aws-data-region.ts";
import { trust } from "../data/aws-trust.ts";
import { Component } from "../component.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { databaseName, postgresPort, userName } from "./aws-engine.ts";

export interface AwsPostgresProxyArgs extends AwsDataRegion {
  readonly plan: EnvironmentPlan;
  readonly clusterIdentifier: Input<string>;
  readonly databaseSecurityGroupId: Input<string>;
  readonly password: Input<string>;
  readonly after: readonly Resource[];
}

/**
 * @cost By the vCPU-hour of the instances behind it, two at least; the secret by the month.
 * @omits Writes: its default endpoint serves only while the region is the primary, so nothing is given it.
 * @failureDomain The region; it runs in all of its zones.
 */
export class AwsPostgresProxy extends Component {
  readonly reader: Output<string>;

  constructor(name: string, args: AwsPostgresProxyArgs, options: ComponentResourceOptions = {}) {
    super("postgres:AwsPostgresProxy", name, options);
    const { region, plan, keyArn } = args;
    const own = { parent: this };

    const secret = new Secret(
      this.named("secret"),
      {
        region: region.name,
        namePrefix: `${name}-`,
        description: `Postgres, user ${userName}; drawn anew by the stack`,
        kmsKeyId: keyArn,
        recoveryWindowInDays: plan.tier.data === "protected" ? 30 : 7,
      },
      own,
    );
    const version = new SecretVersion(
      this.named("secret-version"),
      {
        region: region.name,
        secretId: secret.id,
        secretString: output(args.password).apply((password) =>
          JSON.stringify({ username: userName, password, dbname: databaseName, engine: "postgres" }),
        ),
      },
      own,
    );
    const role = new Role(
      this.named("role"),
      { name, description: "The proxy reads its database's secret", assumeRolePolicy: trust("rds.amazonaws.com") },
      own,
    );
    const permission = new RolePolicy(
      this.named("role-policy"),
      { role: role.name, policy: all([secret.arn, keyArn]).apply(([secretArn, key]) => readSecret(secretArn, key, region.name)) },
      own,
    );

    const group = this.#securityGroup(name, args);
    const proxy = new Proxy(
      this.named("proxy"),
      {
        region: region.name,
        name,
        engineFamily: "POSTGRESQL",
        requireTls: true,
        idleClientTimeout: 1_800,
        auths: [{ authScheme: "SECRETS", secretArn: secret.arn, iamAuth: "DISABLED", clientPasswordAuthType: "POSTGRES_SCRAM_SHA_256" }],
        roleArn: role.arn,
        vpcSubnetIds: args.dataSubnetIds,
        vpcSecurityGroupIds: [group.id],
      },
      { ...own, dependsOn: [version, permission] },
    );
    const target = new ProxyDefaultTargetGroup(
      this.named("target-group"),
      {
        region: region.name,
        dbProxyName: proxy.name,
        connectionPoolConfig: { maxConnectionsPercent: 80, maxIdleConnectionsPercent: 40, connectionBorrowTimeout: 10 },
      },
      own,
    );
    const registered = new ProxyTarget(
      this.named("target"),
      { region: region.name, dbProxyName: proxy.name, targetGroupName: target.name, dbClusterIdentifier: args.clusterIdentifier },
      { ...own, dependsOn: [...args.after] },
    );
    const endpoint = new ProxyEndpoint(
      this.named("reader"),
      {
        region: region.name,
        dbProxyName: proxy.name,
        dbProxyEndpointName: `${name}-reader`,
        targetRole: "READ_ONLY",
        vpcSubnetIds: args.dataSubnetIds,
        vpcSecurityGroupIds: [group.id],
      },
      { ...own, dependsOn: [registered] },
    );
    this.reader = endpoint.endpoint;
    this.registerOutputs();
  }

  #securityGroup(name: string, { region, vpcId, clientSecurityGroupId, databaseSecurityGroupId }: AwsPostgresProxyArgs): SecurityGroup {
    const own = { parent: this };
    const group = new SecurityGroup(this.named("group"), { region: region.name, name, description: `Postgres proxy of ${region.name}`, vpcId }, own);
    const rule = { region: region.name, ipProtocol: "tcp", fromPort: postgresPort, toPort: postgresPort };
    const entry = {
      ...rule,
      securityGroupId: group.id,
      description: "The proxy from the region's workloads",
      referencedSecurityGroupId: clientSecurityGroupId,
    };
    const exit = {
      ...rule,
      securityGroupId: group.id,
      description: "From the proxy to its database",
      referencedSecurityGroupId: databaseSecurityGroupId,
    };
    const behind = {
      ...rule,
      securityGroupId: databaseSecurityGroupId,
      description: "The database from its proxy",
      referencedSecurityGroupId: group.id,
    };
    // oxlint-disable no-new -- rules belong to their groups by being made
    new SecurityGroupIngressRule(this.named("from-workloads"), entry, own);
    new SecurityGroupEgressRule(this.named("to-database"), exit, own);
    new SecurityGroupIngressRule(this.named("database-from-proxy"), behind, own);
    // oxlint-enable no-new
    return group;
  }
}

const readSecret = (secretArn: string, keyArn: string, region: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: secretArn },
      {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: keyArn,
        Condition: { StringEquals: { "kms:ViaService": `secretsmanager.${region}.amazonaws.com` } },
      },
    ],
  });
