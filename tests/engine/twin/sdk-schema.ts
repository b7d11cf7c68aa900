// What a cloud always decides of a resource, from the provider's published schema as its SDK has it: properties that are never undefined once it exists.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

/** A made-up value's form: a word for text, a number, a flag; or a list of one, or an object. */
export type Shape = "text" | "number" | "flag" | readonly [Shape] | { readonly [name: string]: Shape };

const require = createRequire(import.meta.url);
const deepest = 4;
const known = new Map<string, Readonly<Record<string, Shape>>>();
const texts = new Map<string, string>();

/** By Pulumi's type token, such as "aws:eks/cluster:Cluster". Nothing for Kubernetes' kinds, whose status is not decided while they are created. */
export function decided(type: string): Readonly<Record<string, Shape>> {
  const found = known.get(type) ?? read(type);
  known.set(type, found);
  return found;
}

function read(type: string): Readonly<Record<string, Shape>> {
  const [provider = "", module = ""] = type.split(":");
  if (provider === "kubernetes" || provider === "pulumi") return {};
  const root = dirname(require.resolve(`@pulumi/${provider}/package.json`));
  const wanted = `${module.replace(/^index\//, "")}.d.ts`;
  const folder = dirname(join(root, wanted));
  // The token's case and the file's differ for a few.
  const name = (existsSync(folder) ? readdirSync(folder) : []).find((file) => file.toLowerCase() === basename(wanted).toLowerCase());
  if (name === undefined) throw new Error(`@pulumi/${provider} has no ${module}`);
  const file = join(folder, name);
  return properties(
    /export declare class \w+ extends pulumi\.CustomResource \{([\s\S]*?)\n\}/.exec(text(file))?.[1] ?? "",
    /readonly (\w+): pulumi\.Output<([^;]+)>;/g,
    root,
    0,
  );
}

function properties(body: string, line: RegExp, root: string, depth: number): Record<string, Shape> {
  const entries: [string, Shape][] = [];
  for (const [, name = "", type = ""] of body.matchAll(line)) {
    if (type.endsWith("| undefined")) continue;
    const shape = shapeOf(type, root, depth);
    if (shape !== null) entries.push([name, shape]);
  }
  return Object.fromEntries(entries);
}

/** Null for what has no form that could be made up. */
function shapeOf(type: string, root: string, depth: number): Shape | null {
  if (type.endsWith("[]")) {
    const item = shapeOf(type.slice(0, -2), root, depth);
    return item === null ? null : [item];
  }
  if (type === "string" || type.startsWith("enums.")) return "text";
  if (type === "number") return "number";
  if (type === "boolean") return "flag";
  const [, namespace = "", name = ""] = /^outputs\.(?:(\w+)\.)?(\w+)$/.exec(type) ?? [];
  if (name === "" || depth >= deepest) return null;
  return properties(blockOf(text(join(root, "types/output.d.ts")), namespace, name), /^\s+(\w+): ([^;]+);/gm, root, depth + 1);
}

function blockOf(types: string, namespace: string, name: string): string {
  const from = namespace === "" ? 0 : types.indexOf(`export declare namespace ${namespace} {`);
  const start = types.indexOf(`interface ${name} {`, from);
  return start < 0 ? "" : types.slice(start, types.indexOf("\n    }", start));
}

function text(file: string): string {
  const found = texts.get(file) ?? readFileSync(file, "utf8");
  texts.set(file, found);
  return found;
}
