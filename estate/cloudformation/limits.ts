// What AWS's models leave open and AWS itself does not: ports that are none, and keys that are none.
import type { Template } from "./translate.ts";

export interface Excess {
  readonly message: string;
  /** Where in the template. */
  readonly path: readonly string[];
}

const portNames = new Set(["FromPort", "ToPort", "Port"]);
const highestPort = 65_535;
const keyName = /(?:Kms|KMS)\w*(?:Arn|Id)$|^EncryptionKeyArn$/;
/** An ARN, an id or an alias. Source: KeyId in the reference of the KMS API, "Request parameters" of DescribeKey. */
const key =
  /^(?:arn:aws[\w-]*:kms:[\w-]+:\d{12}:(?:key|alias)\/[\w/-]+|alias\/[\w/-]+|mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function excesses({ Resources: resources }: Pick<Template, "Resources">): readonly Excess[] {
  const found: Excess[] = [];
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value !== "object" || value === null) return;
    const from: unknown = Reflect.get(value, "FromPort");
    const to: unknown = Reflect.get(value, "ToPort");
    if (typeof from === "number" && typeof to === "number" && from > to) found.push({ message: `ports from ${from} to ${to} are none`, path });
    for (const [name, inner] of Object.entries(value)) {
      const place = [...path, name];
      // -1 stands for all, where a protocol has no ports.
      if (portNames.has(name) && typeof inner === "number" && (!Number.isInteger(inner) || inner < -1 || inner > highestPort))
        found.push({ message: `${inner} is no port`, path: place });
      if (keyName.test(name) && typeof inner === "string" && !key.test(inner)) found.push({ message: `${inner} is no key of KMS`, path: place });
      visit(inner, place);
    }
  };
  visit(resources, ["Resources"]);
  return found;
}
