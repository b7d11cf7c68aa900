// Names that a provider gives where the program gives none: Kubernetes objects, and Google's resources, with a suffix that stays for as long as the object does.
import { createHash } from "node:crypto";
import { factsOf } from "../../../estate/types/table.ts";
import type { Values } from "./behaviour.ts";

export function identityOf(provider: string, urn: string, inputs: Values, before: Values): Values {
  if (provider === "gcp") return { ...inputs, ...googleName(urn, inputs, before) };
  if (provider !== "kubernetes" || urn.includes("kubernetes:helm.sh")) return inputs;
  const metadata = record(inputs["metadata"]);
  if (metadata["name"] !== undefined) return inputs;
  const old = record(before["metadata"])["name"];
  const name = old ?? `${urn.split("::").at(-1) ?? ""}-${suffix(urn, 8)}`;
  return { ...inputs, metadata: { ...metadata, name } };
}

/** Pulumi names what Google's provider lets a program name: where the name is part of the identity, and neither it nor its beginning is given. */
function googleName(urn: string, inputs: Values, before: Values): Values {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  if ("name" in inputs || "namePrefix" in inputs || factsOf(type)?.replaces.includes("name") !== true) return {};
  return { name: before["name"] ?? `${urn.split("::").at(-1) ?? ""}-${suffix(urn, 7)}` };
}

const suffix = (urn: string, length: number): string => createHash("sha256").update(urn).digest("hex").slice(0, length);

const record = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null ? { ...value } : {});
