// What a provider does with a resource type that its inputs do not show: facts from published schemas and sources, dated, with where each comes from.

export interface TypeFacts {
  /** Inputs whose change makes another resource in its place: "cidrBlock", "encryptionConfig.provider". */
  readonly replaces: readonly string[];
  /** Properties that only the cloud decides, unknown until the resource exists. */
  readonly computed: readonly string[];
  /** Properties that a provider marks as secret by itself. */
  readonly secret?: readonly string[];
  /** Groups of inputs of which the provider takes one at most. */
  readonly exclusive?: readonly (readonly string[])[];
  /** True: with the resource goes data that somebody may want back. */
  readonly holdsData?: true;
  /** Where this was read: a repository's path at a commit or version, or a package with its version and file. */
  readonly source: string;
}

/** By Pulumi's type token. */
export type TypeTable = Readonly<Record<string, TypeFacts>>;
