// `node stacks/record.ts <environment> [--settings <file>]`: the environment's resources as JSON on standard output, with nothing created and no credentials.
import { parseArgs } from "node:util";
import { secret } from "@pulumi/pulumi";
import { record } from "../components/recording/record.ts";
import type { EnvironmentPlan } from "../components/environment.ts";
import { isEnvironmentName } from "../model/tiers.ts";
import { UserError } from "../model/user-error.ts";
import { exitCodes } from "../model/verdict.ts";
import { build, clouds } from "./build.ts";
import { environments } from "./environments/environments.ts";
import { multiplyRegions } from "./environments/multiply.ts";
import { planEnvironment } from "./environments/plan.ts";
import { readSettings } from "./settings-file.ts";

try {
  const {
    positionals: [name = ""],
    values: { settings, "regions-times": times = "1" },
  } = parseArgs({ allowPositionals: true, options: { settings: { type: "string" }, "regions-times": { type: "string" } } });
  const plan = multiplyRegions(await planFor(name, settings), Number(times));
  const estate = await record(
    () => build(plan, { apiKey: secret("recorded-secret"), grafanaPassword: secret("recorded-secret"), kubeconfig: undefined }),
    {
      environment: name,
      regions: plan.regions.map((region) => region.name),
    },
  );
  process.stdout.write(JSON.stringify(estate));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitCodes.usage;
}

/** `path`: a settings file in place of the environment's own. Throws UserError with all problems. */
async function planFor(name: string, path: string | undefined): Promise<EnvironmentPlan> {
  if (!isEnvironmentName(name)) throw new UserError(`there is no environment ${name}: use one of ${Object.keys(environments).join(", ")}`);
  const plan = planEnvironment(name, await readSettings(path ?? new URL(`settings/Pulumi.${name}.yaml`, import.meta.url).pathname));
  const problems = clouds[plan.cloud].problems(plan);
  if (problems.length > 0) throw new UserError(`${name} cannot be built as it is set:`, problems);
  return plan;
}
