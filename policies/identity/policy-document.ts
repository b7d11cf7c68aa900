// Policies of AWS as data: text of JSON, or nothing where it is known later.
import { isRecord } from "../../estate/inputs.ts";

export interface Statement {
  readonly index: number;
  readonly effect: string;
  readonly actions: readonly string[];
  /** NotAction gives everything else. */
  readonly inverted: boolean;
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  readonly conditioned: boolean;
}

/** Null for what is no policy. */
export function readPolicy(text: string): readonly Statement[] | null {
  try {
    const document: unknown = JSON.parse(text);
    if (!isRecord(document)) return null;
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
  resources: listOf(row["Resource"]).map(String),
  principals: isRecord(row["Principal"]) ? Object.values(row["Principal"]).flatMap(listOf).map(String) : listOf(row["Principal"]).map(String),
  conditioned: isRecord(row["Condition"]) && Object.keys(row["Condition"]).length > 0,
});

const listOf = (value: unknown): readonly unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
