// Finds a plan: one that comes with the project, or a file in TypeScript, JavaScript, YAML or JSON.
import { readFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { plans } from "../../../chaos/plans/catalogue.ts";
import { parseDocument } from "../../../model/parse.ts";
import { planSchema, type Plan } from "../../../model/plan.ts";
import { UserError } from "../../../model/user-error.ts";

/** Throws UserError: unknown name, unreadable file, or everything that is wrong with the plan. */
export async function loadPlan(name: string): Promise<Plan> {
  const known = plans[name];
  if (known !== undefined) return parseDocument(planSchema, known, `the plan ${name}`);
  if (extname(name) === "")
    throw new UserError(`there is no plan ${name}`, [
      {
        path: "plan",
        message: `the plans are ${Object.keys(plans).join(", ")}`,
        remedy: "name one of them, or a file ending in .ts, .yaml or .json",
      },
    ]);
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
    return parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new UserError("the plan cannot be read", [{ path, message: error instanceof Error ? error.message : String(error) }]);
  }
}
