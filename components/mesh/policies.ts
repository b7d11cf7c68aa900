// Rows of the table of access as policies of the mesh.
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { customResource, type CustomMetadata } from "../charts/custom.ts";
import type { Access, EntryPods } from "./access.ts";

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
            ...(from === null ? {} : { from: [{ source: from === "outside" ? { notPrincipals: ["*"] } : { namespaces: from } }] }),
            ...(ports === undefined ? {} : { to: [{ operation: { ports: ports.map(String) } }] }),
          },
        ],
      },
      options,
    );
}

/** Takes connections in clear at the one port of these pods, whose callers have no certificate of the mesh; every other port of them stays strict. */
export function takeClear(name: string, place: CustomMetadata, { selector, port }: EntryPods, options: CustomResourceOptions): void {
  customResource(
    name,
    "security.istio.io/v1/PeerAuthentication",
    place,
    { selector, mtls: { mode: "STRICT" }, portLevelMtls: { [port]: { mode: "PERMISSIVE" } } },
    options,
  );
}
