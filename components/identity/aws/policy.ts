// IAM policy documents as values: typed, with what is not known yet allowed inside.
import { jsonStringify, type Input, type Output } from "@pulumi/pulumi";
import type { EnvironmentPlan } from "../../environment.ts";

export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | { readonly AWS?: Input<string>; readonly Service?: string | readonly string[]; readonly Federated?: string };
  readonly Action: string | readonly string[];
  readonly Resource?: Input<string> | readonly Input<string>[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Input<string> | readonly Input<string>[]>>>>;
}

/** As JSON; unknown in a preview only where a statement holds something unknown. */
export const policyDocument = (statements: readonly Statement[]): Output<string> => jsonStringify({ Version: "2012-10-17", Statement: statements });

/** Who may take a role on: a service of AWS, for this account alone. */
export const trustService = (service: string, account: string): Output<string> =>
  policyDocument([
    {
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    },
  ]);

/** For services that do not say on whose behalf they ask: EC2 for its instances, EKS for its clusters. */
export const trustPlainService = (service: string): Output<string> =>
  policyDocument([{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }]);

/** Pods of one service account, through EKS Pod Identity. The agent adds session tags, which is why it must be allowed to. */
export const trustPods = (): Output<string> =>
  policyDocument([{ Effect: "Allow", Principal: { Service: "pods.eks.amazonaws.com" }, Action: ["sts:AssumeRole", "sts:TagSession"] }]);

/** The account that everything of the environment stands in. Throws where none is set: the cloud's problems say so before. */
export function accountOf({ name, settings }: EnvironmentPlan): string {
  if (settings.aws === undefined) throw new Error(`${name} has no aws.accountId`);
  return settings.aws.accountId;
}
