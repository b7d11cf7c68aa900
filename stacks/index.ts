// The Pulumi program: one for all environments, told apart by the name of the stack.
import { Config, getStack } from "@pulumi/pulumi";
import { UserError } from "../model/user-error.ts";
import { build, clouds } from "./build.ts";
import { environments, isEnvironment } from "./environments/environments.ts";
import { planEnvironment } from "./environments/plan.ts";
import { missingSecrets, readSecrets } from "./secrets.ts";

const name = getStack();
if (!isEnvironment(name))
  throw new UserError(`there is no environment ${name}`, [
    { path: "--stack", message: `known: ${Object.keys(environments).join(", ")}`, remedy: "pulumi stack select one of them" },
  ]);
const config = new Config();
const plan = planEnvironment(name, config.getObject("settings") ?? {}, missingSecrets(name, config));
const problems = clouds[plan.cloud].problems(plan);
if (problems.length > 0) throw new UserError(`${name} cannot be built as it is set:`, problems);

export const { gameday } = build(plan, readSecrets(config));
