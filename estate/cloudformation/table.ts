// The whole translation, by Pulumi's type. A type without a row is an error; one that CloudFormation cannot judge says why.
import type { TranslationTable } from "./row.ts";
import { clusterRows } from "./rows/cluster.ts";
import { dataRows } from "./rows/data.ts";
import { edgeRows } from "./rows/edge.ts";
import { identityRows } from "./rows/identity.ts";
import { networkRows } from "./rows/network.ts";

export const translationTable: TranslationTable = { ...networkRows, ...edgeRows, ...identityRows, ...clusterRows, ...dataRows };
