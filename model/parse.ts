// Parses a document against its schema, or says everything that is wrong with it at once.
import { z } from "zod";
import { UserError, type Problem } from "./user-error.ts";

/** Returns the parsed value; throws UserError with every problem's path, message and remedy. */
export function parseDocument<S extends z.ZodType>(schema: S, value: unknown, name: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap(describeIssue);
  throw new UserError(`${name} has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:`, problems);
}

function describeIssue(issue: z.core.$ZodIssue): Problem[] {
  const path = z.core.toDotPath(issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: path === "" ? key : `${path}.${key}`,
        message: "is not a known key",
        remedy: "remove it or correct its spelling",
      }));
    case "invalid_union":
      return describeUnion(issue, path);
    case "invalid_value":
      return [{ path, message: issue.message, remedy: `use one of ${issue.values.map(String).join(", ")}` }];
    default:
      return [{ path, message: issue.message }];
  }
}

function describeUnion(issue: z.core.$ZodIssueInvalidUnion, path: string): Problem[] {
  if (issue.discriminator !== undefined) return [{ path: `${path}.${issue.discriminator}`.replace(/^\./, ""), message: issue.message }];
  const closest = issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? [];
  return [{ path, message: closest.map(({ message }) => message).join(", or ") || issue.message }];
}
