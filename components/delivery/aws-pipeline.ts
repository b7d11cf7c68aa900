// What the repository's pipelines may do: push images, and change the environment. By tokens of GitHub's, never by keys.
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import { Component } from "../component.ts";
import type { EnvironmentPlan } from "../environment.ts";
import { accessRoleName } from "../identity/aws/access-roles.ts";
import { accountOf, policyDocument, type Statement } from "../identity/aws/policy.ts";
import { repositoryPrefix } from "./aws-registry.ts";

export interface AwsPipelineArgs {
  readonly plan: EnvironmentPlan;
}

const issuer = "token.actions.githubusercontent.com";

/**
 * Two roles for the pipelines of one GitHub repository. `images`: pushes, from the branch main alone. `deploy`: runs `pulumi up`, from the GitHub environment of the
 * stack's name alone, which asks its reviewers. Pull requests need none: a preview has no credentials.
 * @cost Nothing.
 * @omits GitHub's identity provider, which an account has once: account-bootstrap.yaml makes it. A wall inside the account: who may make roles may pass their rights on,
 * so an environment has an account of its own.
 * @failureDomain IAM is global. While GitHub is away nothing is deployed by a pipeline; an operator can.
 */
export class AwsPipeline extends Component {
  readonly imagesRoleArn: Output<string>;
  readonly deployRoleArn: Output<string>;

  constructor(name: string, { plan }: AwsPipelineArgs, options: ComponentResourceOptions = {}) {
    super("delivery:AwsPipeline", name, options);
    const images = this.#role("images", plan, "ref:refs/heads/main", pushing(plan));
    const deploy = this.#role("deploy", plan, `environment:${plan.name}`, deploying(plan));
    // Everything but people, organisations and bills; what of IAM is needed is in the role's own policy.
    new RolePolicyAttachment(
      this.named("deploy-power"),
      { role: deploy.name, policyArn: "arn:aws:iam::aws:policy/PowerUserAccess" },
      { parent: this },
    );
    this.imagesRoleArn = images.arn;
    this.deployRoleArn = deploy.arn;
    this.registerOutputs();
  }

  #role(purpose: "images" | "deploy", plan: EnvironmentPlan, subject: string, statements: readonly Statement[]): Role {
    const role = new Role(
      this.named(purpose),
      {
        name: pipelineRoleName(plan, purpose),
        path: "/gameday-pipelines/",
        maxSessionDuration: purpose === "deploy" ? 7_200 : 3_600,
        assumeRolePolicy: policyDocument([
          {
            Effect: "Allow",
            Principal: { Federated: `arn:aws:iam::${accountOf(plan)}:oidc-provider/${issuer}` },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: `repo:${plan.settings.sourceRepository}:${subject}` },
            },
          },
        ]),
      },
      { parent: this },
    );
    new RolePolicy(this.named(`${purpose}-policy`), { role: role.name, policy: policyDocument(statements) }, { parent: this });
    return role;
  }
}

export const pipelineRoleName = (plan: Pick<EnvironmentPlan, "name">, purpose: "images" | "deploy"): string => `gameday-${plan.name}-${purpose}`;

const primaryOf = (plan: EnvironmentPlan): string => {
  const [primary] = plan.regions;
  if (primary === undefined) throw new Error(`${plan.name} has no region`);
  return primary.name;
};

const pushing = (plan: EnvironmentPlan): readonly Statement[] => [
  { Sid: "SignIn", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
  {
    Sid: "Push",
    Effect: "Allow",
    Action: [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:CompleteLayerUpload",
      "ecr:DescribeImages",
      "ecr:DescribeImageScanFindings",
      "ecr:GetDownloadUrlForLayer",
      "ecr:InitiateLayerUpload",
      "ecr:PutImage",
      "ecr:UploadLayerPart",
    ],
    Resource: `arn:aws:ecr:${primaryOf(plan)}:${accountOf(plan)}:repository/${repositoryPrefix(plan)}*`,
  },
];

/** The part of IAM that components use, on what they name: roles and profiles under the environment's name or under /gameday/. */
function deploying(plan: EnvironmentPlan): readonly Statement[] {
  const account = accountOf(plan);
  const arns = (kind: string): readonly string[] =>
    ["gameday/*", `${plan.name}-*`, `gameday-${plan.name}-*`].map((name) => `arn:aws:iam::${account}:${kind}/${name}`);
  return [
    {
      Sid: "RolesOfTheEnvironment",
      Effect: "Allow",
      Action: [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:Get*",
        "iam:List*",
        "iam:PassRole",
        "iam:PutRolePolicy",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      Resource: arns("role"),
    },
    {
      Sid: "ProfilesOfTheEnvironment",
      Effect: "Allow",
      Action: [
        "iam:AddRoleToInstanceProfile",
        "iam:CreateInstanceProfile",
        "iam:DeleteInstanceProfile",
        "iam:GetInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:TagInstanceProfile",
      ],
      Resource: arns("instance-profile"),
    },
    {
      Sid: "IdentityProvidersOfClusters",
      Effect: "Allow",
      Action: ["iam:CreateOpenIDConnectProvider", "iam:DeleteOpenIDConnectProvider", "iam:GetOpenIDConnectProvider", "iam:TagOpenIDConnectProvider"],
      Resource: `arn:aws:iam::${account}:oidc-provider/oidc.eks.*`,
    },
    { Sid: "Look", Effect: "Allow", Action: ["iam:Get*", "iam:List*"], Resource: "*" },
    { Sid: "ServicesOwnRoles", Effect: "Allow", Action: "iam:CreateServiceLinkedRole", Resource: `arn:aws:iam::${account}:role/aws-service-role/*` },
    { Sid: "BudgetsAndAnomalies", Effect: "Allow", Action: ["budgets:*", "ce:*Anomaly*", "ce:TagResource", "ce:ListTagsForResource"], Resource: "*" },
    {
      Sid: "SignInToClusters",
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Resource: `arn:aws:iam::${account}:role/gameday/${accessRoleName(plan, "operator")}`,
    },
    { Sid: "NoKeysForAnybody", Effect: "Deny", Action: ["iam:CreateAccessKey", "iam:CreateUser", "iam:CreateLoginProfile"], Resource: "*" },
    // A person with an administrator's rights changes these two, so that a pipeline cannot widen itself.
    {
      Sid: "NotItself",
      Effect: "Deny",
      Action: ["iam:*RolePolicy", "iam:UpdateAssumeRolePolicy", "iam:DeleteRole"],
      Resource: `arn:aws:iam::${account}:role/gameday-pipelines/*`,
    },
  ];
}
