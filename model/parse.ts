// Parses a document against its schema, or says everything that is wrong with it at once.
import { z } from "zod";
import { closest } from "./closest.ts";
import { UserError, type Problem } from "./user-error.ts";

/** Returns the parsed value; throws UserError with every problem's path, message and remedy. */
export function parseDocument<S extends z.ZodType>(schema: S, value: unknown, name: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = problemsOf(result.error, value);
  throw new UserError(`${name} has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:`, problems);
}

/** What is wrong with a document, in words: to be shown together with problems that no schema sees. */
export const problemsOf = (error: z.ZodError, document: unknown): readonly Problem[] =>
  error.issues.flatMap((issue) => describeIssue(issue, document));

function describeIssue(issue: z.core.$ZodIssue, document: unknown): Problem[] {
  const path = z.core.toDotPath(issue.path);
  const found = valueAt(document, issue.path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: path === "" ? key : `${path}.${key}`,
        message: "is not a known key",
        remedy: "remove it or correct its spelling",
      }));
    case "invalid_union":
      if (issue.discriminator === undefined) return [{ path, message: withValue(found, messageOfClosest(issue.errors) || issue.message) }];
      return [oneOf(path, found, "options" in issue ? (issue.options ?? []) : [], issue.message)];
    case "invalid_value":
      return [oneOf(path, found, issue.values, issue.message)];
    case "invalid_type":
      return [
        found === undefined ? missing(path, issue.expected) : { path, message: `is ${shown(found)}`, remedy: `give ${article(issue.expected)}` },
      ];
    case "too_small":
      return [{ path, message: issue.message.startsWith("Too small") ? tooSmall(issue, found) : withValue(found, issue.message) }];
    case "custom":
      return [{ path, message: issue.message }];
    default:
      return [{ path, message: withValue(found, issue.message) }];
  }
}

/** Our own messages are sentences about what is right; what was found comes first. */
const withValue = (found: unknown, message: string): string =>
  typeof found === "string" || typeof found === "number" ? `is ${shown(found)}: ${message}` : message;

function oneOf(path: string, found: unknown, allowed: readonly unknown[], otherwise: string): Problem {
  const names = allowed.map(String);
  if (names.length === 0) return { path, message: otherwise };
  const like = typeof found === "string" ? closest(found, names) : undefined;
  const remedy = `${like === undefined ? "" : `did you mean ${like}? `}use ${names.length === 1 ? names[0] : `one of ${names.join(", ")}`}`;
  return { path, message: found === undefined ? "is missing" : `is ${shown(found)}`, remedy };
}

const missing = (path: string, expected: string): Problem => ({ path, message: "is missing", remedy: `give ${article(expected)}` });

const article = (type: string): string => `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;

function tooSmall({ minimum, inclusive, origin }: z.core.$ZodIssueTooSmall, found: unknown): string {
  if (origin === "string" || origin === "array") return found === "" || Number(minimum) === 1 ? "must not be empty" : `must hold at least ${minimum}`;
  return `is ${shown(found)}, must be ${inclusive === false ? "more than" : "at least"} ${minimum}`;
}

function messageOfClosest(errors: readonly (readonly z.core.$ZodIssue[])[]): string {
  const [fewest = []] = errors.toSorted((a, b) => a.length - b.length);
  return fewest.map(({ message }) => message).join(", or ");
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  let value = document;
  for (const key of path) value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  return value;
}

function shown(value: unknown): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
