// The four roles as IAM roles: what each may do in the account, beside its group on the clusters.
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import { Component } from "../../component.ts";
import type { EnvironmentPlan } from "../../environment.ts";
import { accessRoles, accessTable, type AccessRole } from "../access-table.ts";
import { accountOf, policyDocument, type Statement } from "./policy.ts";

export interface AwsAccessRolesArgs {
  readonly plan: EnvironmentPlan;
}

/** Longest session of each role, in seconds: a game day for those who look on and those who lead it, an hour for those who change things. */
const sessionSeconds = { operator: 3_600, developer: 3_600, observer: 14_400, "chaos-engineer": 14_400 } as const satisfies Record<
  AccessRole,
  number
>;

/**
 * The environment's four IAM roles. The account's administrators say who may assume them; on the clusters each belongs to the group `gameday:<role>`.
 * @cost Nothing.
 * @omits Users, groups and single sign-on: a person's account stands elsewhere. A second factor: sessions of single sign-on do not show theirs to IAM, so it is asked for there.
 * @failureDomain IAM is global; its changes go through us-east-1, its answers do not: while that region is gone, roles work and cannot be changed.
 */
export class AwsAccessRoles extends Component {
  /** By role; known before anything exists, since policies elsewhere name them. */
  readonly arns: Readonly<Record<AccessRole, Output<string>>>;

  constructor(name: string, { plan }: AwsAccessRolesArgs, options: ComponentResourceOptions = {}) {
    super("identity:AwsAccessRoles", name, options);
    const roles = accessRoles.map((role) => [role, this.#role(role, plan)] as const);
    const arnOf = (wanted: AccessRole): Output<string> => {
      const found = roles.find(([role]) => role === wanted);
      if (found === undefined) throw new Error(`no role ${wanted}`);
      return found[1].arn;
    };
    this.arns = {
      operator: arnOf("operator"),
      developer: arnOf("developer"),
      observer: arnOf("observer"),
      "chaos-engineer": arnOf("chaos-engineer"),
    };
    this.registerOutputs();
  }

  #role(role: AccessRole, plan: EnvironmentPlan): Role {
    const account = accountOf(plan);
    const made = new Role(
      this.named(role),
      {
        name: accessRoleName(plan, role),
        path: "/gameday/",
        description: accessTable[role].purpose,
        maxSessionDuration: sessionSeconds[role],
        assumeRolePolicy: policyDocument([{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" }]),
      },
      { parent: this },
    );
    new RolePolicyAttachment(
      this.named(`${role}-view`),
      { role: made.name, policyArn: "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess" },
      { parent: this },
    );
    new RolePolicy(
      this.named(`${role}-policy`),
      { role: made.name, policy: policyDocument([...signingIn(plan), ...further(plan)[role]]) },
      { parent: this },
    );
    return made;
  }
}

export const accessRoleName = (plan: Pick<EnvironmentPlan, "name">, role: AccessRole): string => `gameday-${plan.name}-${role}`;

const regionsOf = (plan: EnvironmentPlan): readonly string[] => plan.regions.map((region) => region.name);

/** What `aws eks update-kubeconfig` and `get-token` need. */
const signingIn = (plan: EnvironmentPlan): readonly Statement[] => [
  {
    Effect: "Allow",
    Action: "eks:DescribeCluster",
    Resource: plan.regions.map((region) => `arn:aws:eks:${region.name}:${accountOf(plan)}:cluster/${plan.name}-${region.name}`),
  },
];

const readingFigures: Statement = {
  Effect: "Allow",
  Action: [
    "cloudwatch:GetMetricData",
    "cloudwatch:DescribeAlarms",
    "logs:StartQuery",
    "logs:GetQueryResults",
    "logs:FilterLogEvents",
    "health:Describe*",
  ],
  Resource: "*",
};

/** What each may do beyond looking. Everything is bound to the environment's tag, or to its regions where a service knows no tags for the action. */
const further = (plan: EnvironmentPlan): Readonly<Record<AccessRole, readonly Statement[]>> => {
  const tagged = { StringEquals: { "aws:ResourceTag/environment": plan.name } };
  const inRegions = { StringEquals: { "aws:RequestedRegion": regionsOf(plan) } };
  return {
    observer: [readingFigures],
    developer: [readingFigures],
    "chaos-engineer": [
      readingFigures,
      {
        Effect: "Allow",
        Action: ["fis:StartExperiment", "fis:StopExperiment", "fis:GetExperiment", "fis:GetExperimentTemplate"],
        Resource: "*",
        Condition: tagged,
      },
      { Effect: "Allow", Action: ["fis:ListExperiments", "fis:ListExperimentTemplates", "fis:GetSafetyLever"], Resource: "*", Condition: inRegions },
      // The lever stops every experiment of the account in a region: whoever may start one must be able to pull it.
      { Effect: "Allow", Action: "fis:UpdateSafetyLeverState", Resource: "*", Condition: inRegions },
    ],
    operator: [
      readingFigures,
      // A region failed over by hand: see docs/operations.md.
      {
        Effect: "Allow",
        Action: [
          "rds:FailoverGlobalCluster",
          "rds:SwitchoverGlobalCluster",
          "rds:FailoverDBCluster",
          "elasticache:FailoverGlobalReplicationGroup",
          "elasticache:TestFailover",
          "autoscaling:TerminateInstanceInAutoScalingGroup",
          "arc-zonal-shift:StartZonalShift",
          "arc-zonal-shift:CancelZonalShift",
        ],
        Resource: "*",
        Condition: inRegions,
      },
      { Effect: "Allow", Action: ["globalaccelerator:UpdateEndpointGroup", "route53:ChangeResourceRecordSets"], Resource: "*" },
      { Effect: "Allow", Action: "fis:StopExperiment", Resource: "*", Condition: tagged },
      { Effect: "Allow", Action: "fis:UpdateSafetyLeverState", Resource: "*", Condition: inRegions },
    ],
  };
};
