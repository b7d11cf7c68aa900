// Roles, policies and keys.
import type { TranslationTable } from "../row.ts";

export const identityRows = {
  "aws:iam/role:Role": {
    type: "AWS::IAM::Role",
    names: { name: "RoleName", assumeRolePolicy: "AssumeRolePolicyDocument" },
    documents: ["assumeRolePolicy"],
  },
  "aws:iam/rolePolicy:RolePolicy": {
    type: "AWS::IAM::RolePolicy",
    names: { name: "PolicyName", role: "RoleName", policy: "PolicyDocument" },
    documents: ["policy"],
    reshape: (properties) => ({ PolicyName: "of-the-role", ...properties }),
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    type: "AWS::IAM::Role",
    names: { policyArn: "ManagedPolicyArns" },
    leftOut: { role: "the role is a resource of its own here, and in CloudFormation the one that has the policies" },
    reshape: ({ ManagedPolicyArns: policy }) => ({ ManagedPolicyArns: [policy], AssumeRolePolicyDocument: anybody }),
  },
} as const satisfies TranslationTable;

/** Stands where CloudFormation wants a document that another resource of the estate has. */
const anybody = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }] };
