// Estates by hand, for tests: a resource of a type, and some resources together.
import { estateVersion, type Estate, type Resource } from "../resource.ts";

export const testRegions = ["us-east-1", "eu-west-1", "ap-southeast-1"] as const;

export const testResource = (type: string, name: string, given: Partial<Resource> = {}): Resource => ({
  urn: `urn:pulumi:test::proving-ground::${type}::${name}`,
  type,
  name,
  inputs: {},
  parent: null,
  region: null,
  unknown: [],
  secret: [],
  component: false,
  protect: false,
  retainOnDelete: false,
  dependencies: [],
  ...given,
});

export const testEstate = (resources: readonly Resource[], given: Partial<Estate> = {}): Estate => ({
  schema: estateVersion,
  environment: "test",
  regions: [...testRegions],
  resources: [...resources],
  outputs: {},
  ...given,
});
