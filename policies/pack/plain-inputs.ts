// A resource's inputs as the policy SDK holds them, in the form of an estate's records: secrets hidden, what is unknown listed with its place.
import { Secret } from "@pulumi/policy";
import { isRecord } from "../../estate/inputs.ts";
import { unknownValue, type Resource } from "../../estate/resource.ts";

/** Marks of unknown values by their kind. Source: @pulumi/policy 1.21.0, proxy.js. */
const unknownMarks = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  unknownValue,
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** `props`: the SDK's own proxy throws for what is unknown, and takes secrets apart, when it is asked for a value; its descriptors do not. */
export function plainInputs(props: object): Pick<Resource, "inputs" | "unknown" | "secret"> {
  const unknown: string[] = [];
  const secret: string[] = [];
  const visit = (value: unknown, path: string): unknown => {
    if (value instanceof Secret) {
      secret.push(path);
      const inner: unknown = value.value;
      if (isUnknown(inner)) unknown.push(path);
      return hidden(inner);
    }
    if (isUnknown(value)) {
      unknown.push(path);
      return unknownValue;
    }
    if (Array.isArray(value)) return value.map((item, index) => visit(item, `${path}[${index}]`));
    if (!isRecord(value)) return value;
    if (Object.getPrototypeOf(value) !== Object.prototype) return "[asset]";
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, path === "" ? key : `${path}.${key}`)]));
  };
  const inputs = Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(props)).map(([key, descriptor]): [string, unknown] => [key, visit(descriptor.value, key)]),
  );
  return { inputs, unknown, secret };
}

const isUnknown = (value: unknown): boolean => typeof value === "string" && unknownMarks.has(value);

/** The keys of a secret object stay: that a Secret has a key of some name is looked up by whoever mounts it. */
function hidden(value: unknown): unknown {
  if (value instanceof Secret) return hidden(value.value);
  if (!isRecord(value)) return "[secret]";
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hidden(item)]));
}
