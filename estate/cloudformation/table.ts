// The whole translation, by Pulumi's type. A type without a row is an error; one that CloudFormation cannot judge says why.
import type { TranslationTable } from "./row.ts";
import { dataRows } from "./rows/data.ts";
import { identityRows } from "./rows/identity.ts";
import { networkRows } from "./rows/network.ts";

export const translationTable: TranslationTable = { ...networkRows, ...identityRows, ...dataRows };
