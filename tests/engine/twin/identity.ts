// Names that a provider gives where the program gives none: Kubernetes objects, with a suffix that stays for as long as the object does.
import { createHash } from "node:crypto";
import type { Values } from "./behaviour.ts";

export function identityOf(provider: string, urn: string, inputs: Values, before: Values): Values {
  if (provider !== "kubernetes" || urn.includes("kubernetes:helm.sh")) return inputs;
  const metadata = record(inputs["metadata"]);
  if (metadata["name"] !== undefined) return inputs;
  const old = record(before["metadata"])["name"];
  const name = old ?? `${urn.split("::").at(-1) ?? ""}-${createHash("sha256").update(urn).digest("hex").slice(0, 8)}`;
  return { ...inputs, metadata: { ...metadata, name } };
}

const record = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null ? { ...value } : {});
