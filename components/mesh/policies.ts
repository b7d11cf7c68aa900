// Rows of the table of access as policies of the mesh.
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { customResource } from "../charts/custom.ts";
import type { Access } from "./access.ts";

/** `named`: gives each policy's resource its name, from a suffix. They belong right behind their namespace: until they are there, its pods refuse every call. */
export function allowAccess(named: (suffix: string) => string, rows: readonly Access[], options: CustomResourceOptions): void {
  for (const { name, namespace, selector, from, ports } of rows)
    customResource(
      named(`allow-${name}`),
      "security.istio.io/v1/AuthorizationPolicy",
      { name, namespace },
      {
        action: "ALLOW",
        ...(selector === undefined ? {} : { selector }),
        rules: [
          {
            ...(from === null ? {} : { from: [{ source: { namespaces: from } }] }),
            ...(ports === undefined ? {} : { to: [{ operation: { ports: ports.map(String) } }] }),
          },
        ],
      },
      options,
    );
}
