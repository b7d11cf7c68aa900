// The Pulumi program: one for all environments, told apart by the name of the stack.
import { Config, getStack, RunError } from "@pulumi/pulumi";
import { isDryRun } from "@pulumi/pulumi/runtime/settings.js";
import type { EnvironmentPlan } from "../components/environment.ts";
import { notBuiltYet } from "../components/settings.ts";
import { isEnvironmentName } from "../model/tiers.ts";
import { UserError, type Problem } from "../model/user-error.ts";
import { build, clouds } from "./build.ts";
import { environments } from "./environments/environments.ts";
import { planEnvironment } from "./environments/plan.ts";
import { missingSecrets, readSecrets } from "./secrets.ts";

const config = new Config();

export const { gameday } = build(planned(), readSecrets(config));

/** A person's mistake is told without the stack of calls that found it. */
function planned(): EnvironmentPlan {
  try {
    return plan(getStack());
  } catch (error) {
    throw error instanceof UserError ? new RunError(error.message) : error;
  }
}

function plan(name: string): EnvironmentPlan {
  if (!isEnvironmentName(name))
    throw new UserError(`there is no environment ${name}`, [
      { path: "--stack", message: `known: ${Object.keys(environments).join(", ")}`, remedy: "pulumi stack select one of them" },
    ]);
  const settings: unknown = config.getObject("settings") ?? {};
  const made = planEnvironment(name, settings, missingSecrets(name, config));
  const problems = [...clouds[made.cloud].problems(made), ...(isDryRun() ? [] : imageProblems(made))];
  if (problems.length > 0) throw new UserError(`${name} cannot be built as it is set:`, problems);
  return made;
}

/** A preview needs no image; an update does. */
function imageProblems({ name, settings }: EnvironmentPlan): readonly Problem[] {
  if (settings.image.digest !== notBuiltYet) return [];
  const remedy = `run the workflow "images", or give a digest in stacks/settings/Pulumi.${name}.yaml`;
  return [{ path: "image.digest", message: "stands for an image that was not built yet", remedy }];
}
