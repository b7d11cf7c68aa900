// Where the facts of Google's types were read, in words that every row shares.

const commit = "e03b762 (2026-08-21)";

/** A resource's own file: what it marks ForceNew replaces; a block's own mark counts only where a block comes or goes, and is left out. */
export const provider = (path: string): string =>
  `hashicorp/terraform-provider-google at ${commit}, google/services/${path}; outputs: @pulumi/gcp 9.37.0, what a class has and its arguments have not`;

/** One right of one member: every argument is part of its identity. */
export const iamMember = `hashicorp/terraform-provider-google at ${commit}, google/tpgiamresource/resource_iam_member.go`;
