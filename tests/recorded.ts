// Environments as a process records them: `node stacks/record.ts <environment>`, the way `gameday preview` does.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { estateSchema, type Estate } from "../estate/resource.ts";
import type { EnvironmentName } from "../model/tiers.ts";

const program = join(fileURLToPath(new URL("..", import.meta.url)), "stacks/record.ts");

export async function recorded(environment: EnvironmentName): Promise<Estate> {
  const { stdout } = await promisify(execFile)(process.execPath, [program, environment], { maxBuffer: 2 ** 28 });
  return estateSchema.parse(JSON.parse(stdout));
}
