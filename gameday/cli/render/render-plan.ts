// `gameday render <plan> --engine <engine>`: which engine, what it needs to be told, and everything that is missing of that at once.
import { closest } from "../../../model/closest.ts";
import type { Outputs } from "../../../model/outputs.ts";
import type { Plan } from "../../../model/plan.ts";
import { tiers, isEnvironmentName } from "../../../model/tiers.ts";
import { UserError, type Problem } from "../../../model/user-error.ts";
import { loadOutputs } from "../../adapters/run-folder/outputs-file.ts";
import { renderArgo } from "./argo.ts";
import { renderFis } from "./fis.ts";
import { renderK6 } from "./k6.ts";
import { renderLitmus } from "./litmus.ts";
import type { Rendering } from "./rendering.ts";

export const engines = ["litmus", "fis", "k6", "argo"] as const;
type Engine = (typeof engines)[number];

export interface PlanRendering {
  readonly stack?: string;
  readonly image?: string;
  readonly account?: string;
}

const imageForm = /^[^\s@]+@sha256:[0-9a-f]{64}$/;
const accountForm = /^\d{12}$/;

/** Throws UserError. `home`: where stacks that are known by name have their outputs. */
export async function renderPlan(plan: Plan, engine: string, options: PlanRendering, home: string): Promise<Rendering> {
  const wanted = engineNamed(engine);
  const problems = problemsOf(wanted, options);
  if (problems.length > 0) throw new UserError(`${plan.name} cannot be rendered for ${wanted}:`, problems);
  const { stack = "chaos", image = "", account = "" } = options;
  switch (wanted) {
    case "litmus":
      return renderLitmus(plan, await clustersOf(stack, home));
    case "k6":
      return await renderK6(plan, await clustersOf(stack, home));
    case "fis":
      return renderFis(plan, stack, account);
    case "argo":
      return renderArgo(plan, stack, image);
  }
}

function engineNamed(name: string): Engine {
  const known = engines.find((engine) => engine === name);
  if (known !== undefined) return known;
  const meant = closest(name, engines);
  throw new UserError(`there is no engine ${name}`, [
    {
      path: "--engine",
      message: `the engines are ${engines.join(", ")}`,
      remedy: `${meant === undefined ? "" : `did you mean ${meant}? `}name one of them`,
    },
  ]);
}

function problemsOf(engine: Engine, { stack, image, account }: PlanRendering): readonly Problem[] {
  const problems: Problem[] = [];
  if ((engine === "litmus" || engine === "k6") && stack === undefined)
    problems.push({ path: "--stack", message: "is missing: targets and entry are the stack's", remedy: "give the path of its outputs, or its name" });
  if (engine === "fis") {
    const name = stack ?? "chaos";
    if (!isEnvironmentName(name) || !tiers[name].chaos || name === "kubernetes")
      problems.push({ path: "--stack", message: `${name} is no environment on AWS whose tier allows chaos`, remedy: "use chaos or ultimate" });
    if (account === undefined || !accountForm.test(account))
      problems.push({ path: "--account", message: "is not the 12 digits of an account", remedy: "give the AWS account that the stack stands in" });
  }
  if (engine === "argo" && (image === undefined || !imageForm.test(image)))
    problems.push({
      path: "--image",
      message: "is not an image with its digest",
      remedy: "give the image that has gameday in it, such as registry/gameday@sha256:…",
    });
  return problems;
}

async function clustersOf(stack: string, home: string): Promise<Outputs> {
  const outputs = await loadOutputs(stack, home);
  if (outputs.clusters.length > 0) return outputs;
  throw new UserError(`${outputs.stack} has no cluster`, [
    { path: "--stack", message: "its outputs publish no clusters", remedy: "give the outputs of a stack on Kubernetes (docs/kubernetes.md)" },
  ]);
}
