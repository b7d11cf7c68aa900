// What a rendering of a plan is: files by their path, and what was left out of them, with why. The same plan and stack give the same bytes.
import { stringify } from "yaml";

export interface Rendering {
  readonly files: ReadonlyMap<string, string>;
  readonly leftOut: readonly { readonly fault: string; readonly reason: string }[];
}

/** Several documents of one file, each key on a line of its own, nothing folded and nothing referred to. */
export const yamlOf = (documents: readonly object[]): string =>
  documents.map((document) => stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })).join("---\n");

/** So that files sort as the plan runs. */
export const ordered = (place: number, name: string, ending: string): string => `${String(place + 1).padStart(2, "0")}-${name}.${ending}`;
