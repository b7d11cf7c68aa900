// What Pulumi sends over the wire, as plain values: secrets hidden, what is unknown listed with its place.
import { isRecord } from "../../estate/inputs.ts";
import { unknownValue } from "../../estate/resource.ts";

export interface Plain {
  readonly value: Record<string, unknown>;
  readonly unknown: string[];
  readonly secret: string[];
}

/** Pulumi's mark of a value that is more than its JSON. Source: sdk/nodejs/runtime/rpc.ts. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

export function plain(sent: Readonly<Record<string, unknown>>): Plain {
  const unknown: string[] = [];
  const secret: string[] = [];
  const visit = (value: unknown, path: string): unknown => {
    if (value === unknownValue) unknown.push(path);
    if (Array.isArray(value)) return value.map((item, index) => visit(item, `${path}[${index}]`));
    if (!isRecord(value)) return value;
    switch (value[signatureKey]) {
      case undefined:
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, path === "" ? key : `${path}.${key}`)]));
      case secretSignature:
        secret.push(path);
        if (value["value"] === unknownValue) unknown.push(path);
        return hidden(value["value"]);
      case outputSignature:
        if (value["secret"] === true) secret.push(path);
        return value["secret"] === true ? hidden(value["value"]) : visit(value["value"] ?? unknownValue, path);
      case resourceSignature:
        return value["urn"];
      default:
        return "[asset]";
    }
  };
  const value = visit(sent, "");
  return { value: isRecord(value) ? value : {}, unknown, secret };
}

/** The keys of a secret object stay: that a Secret has a key of some name is looked up by whoever mounts it. */
function hidden(value: unknown): unknown {
  if (!isRecord(value) || value[signatureKey] === resourceSignature) return "[secret]";
  if (value[signatureKey] !== undefined) return hidden(value["value"]);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hidden(item)]));
}
