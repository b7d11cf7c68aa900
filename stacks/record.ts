// `node stacks/record.ts <environment>`: the environment's resources as JSON on standard output, with nothing created and no credentials.
import { readFile } from "node:fs/promises";
import { secret } from "@pulumi/pulumi";
import { parse } from "yaml";
import { z } from "zod";
import { record } from "../components/recording/record.ts";
import { isEnvironmentName } from "../model/tiers.ts";
import { UserError } from "../model/user-error.ts";
import { exitCodes } from "../model/verdict.ts";
import { build, clouds } from "./build.ts";
import { environments } from "./environments/environments.ts";
import { planEnvironment } from "./environments/plan.ts";

const fileSchema = z.looseObject({ config: z.looseObject({ "proving-ground:settings": z.unknown() }) });

try {
  const [name = "", path = new URL(`settings/Pulumi.${name}.yaml`, import.meta.url).pathname] = process.argv.slice(2);
  if (!isEnvironmentName(name)) throw new UserError(`there is no environment ${name}: use one of ${Object.keys(environments).join(", ")}`);
  const { config } = fileSchema.parse(parse(await readFile(path, "utf8")));
  const plan = planEnvironment(name, config["proving-ground:settings"]);
  const problems = clouds[plan.cloud].problems(plan);
  if (problems.length > 0) throw new UserError(`${name} cannot be built as it is set:`, problems);
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
