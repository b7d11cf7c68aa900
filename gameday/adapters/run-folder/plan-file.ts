// Finds a plan: one that comes with the project, or a file in TypeScript, JavaScript, YAML or JSON.
import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseDocument as parseYamlDocument } from "yaml";
import { plans } from "../../../chaos/plans/catalogue.ts";
import { closest } from "../../../model/closest.ts";
import { parseDocument } from "../../../model/parse.ts";
import { planSchema, type Plan } from "../../../model/plan.ts";
import { UserError } from "../../../model/user-error.ts";
import { describeError } from "../machine/system-error.ts";

/** Throws UserError: unknown name, unreadable file, or everything that is wrong with the plan. */
export async function loadPlan(name: string): Promise<Plan> {
  if (Object.hasOwn(plans, name)) return parseDocument(planSchema, plans[name], `the plan ${name}`);
  if (extname(name) === "") {
    const names = Object.keys(plans);
    const meant = closest(name, names);
    throw new UserError(`there is no plan ${name}`, [
      {
        path: "plan",
        message: `the plans are ${names.join(", ")}`,
        remedy: `${meant === undefined ? "" : `did you mean ${meant}? `}name one of them, or a file ending in .ts, .yaml or .json`,
      },
    ]);
  }
  return parseDocument(planSchema, await readPlan(resolve(name)), name);
}

async function readPlan(path: string): Promise<unknown> {
  try {
    if ([".ts", ".mts", ".js", ".mjs"].includes(extname(path))) {
      const module: unknown = await import(pathToFileURL(path).href);
      const values = typeof module === "object" && module !== null ? Object.values(module) : [];
      if (values.length !== 1) throw new Error(`it exports ${values.length} values: export the plan alone`);
      return values[0];
    }
    return parseYaml(path, await readFile(path, "utf8"));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError("the plan cannot be read", [
      { path, message: describeError(error), remedy: "name a plan file, or one of the shipped plans" },
    ]);
  }
}

/** JSON is YAML too. Every mistake in the syntax at once, each with its line. */
function parseYaml(path: string, text: string): unknown {
  const document = parseYamlDocument(text, { prettyErrors: true });
  if (document.errors.length === 0) return document.toJS();
  const problems = document.errors.map(({ message, linePos }) => ({
    path: `${path}:${linePos?.[0].line ?? 1}:${linePos?.[0].col ?? 1}`,
    message: message.split(" at line ")[0] ?? message,
    remedy: "correct it there",
  }));
  throw new UserError("the plan cannot be read", problems);
}
