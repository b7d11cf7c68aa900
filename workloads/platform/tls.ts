// What a connection that is encrypted demands of the server's certificate.
import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import type { TlsConfiguration } from "../../model/protocol/workload.ts";

/** Throws when the authority's file cannot be read. A certificate that nobody trusted has signed is always refused. */
export function tlsOptions({ authorityFile, verifyName }: TlsConfiguration): ConnectionOptions {
  return {
    rejectUnauthorized: true,
    ...(authorityFile === undefined ? {} : { ca: readFileSync(authorityFile, "utf8") }),
    ...(verifyName ? {} : { checkServerIdentity: () => undefined }),
  };
}
