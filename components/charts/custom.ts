// Custom resources with specifications of their own types: what a chart's operator brings kinds for.
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import type { CustomKinds } from "./values/custom-kinds.ts";

export interface CustomMetadata {
  readonly name: string;
  readonly namespace: Input<string>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** `kind`: "<group>/<version>/<Kind>". */
export function customResource<K extends keyof CustomKinds>(
  name: string,
  kind: K,
  metadata: CustomMetadata,
  spec: CustomKinds[K],
  options: CustomResourceOptions,
): CustomResource {
  const [group, version, ...names] = kind.split("/");
  return new CustomResource(name, { apiVersion: `${group}/${version}`, kind: names.join("/"), metadata, spec }, options);
}
