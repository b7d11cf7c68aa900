// Policies of AWS as data: from the text of a JSON document, or the document itself.
import { isRecord } from "../../estate/inputs.ts";

export interface Statement {
  readonly index: number;
  readonly effect: string;
  readonly actions: readonly string[];
  /** NotAction gives everything else. */
  readonly inverted: boolean;
  /** "*" where NotResource gives everything else. */
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  readonly conditioned: boolean;
}

/** Null for what is no policy. */
export function readPolicy(value: unknown): readonly Statement[] | null {
  try {
    const document: unknown = typeof value === "string" ? JSON.parse(value) : value;
    if (!isRecord(document) || document["Statement"] === undefined) return null;
    return listOf(document["Statement"]).filter(isRecord).map(statement);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const statement = (row: Readonly<Record<string, unknown>>, index: number): Statement => ({
  index,
  effect: String(row["Effect"]),
  actions: listOf(row["Action"] ?? row["NotAction"]).map(String),
  inverted: row["NotAction"] !== undefined,
  resources: row["NotResource"] === undefined ? listOf(row["Resource"]).map(String) : ["*"],
  principals: isRecord(row["Principal"]) ? Object.values(row["Principal"]).flatMap(listOf).map(String) : listOf(row["Principal"]).map(String),
  conditioned: isRecord(row["Condition"]) && Object.keys(row["Condition"]).length > 0,
});

const listOf = (value: unknown): readonly unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
