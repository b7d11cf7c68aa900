// A plan's load as k6-operator takes it: for each phase that asks for requests a ConfigMap with the bundled program, and a TestRun over it.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scheduleOf } from "../../../model/load-shapes.ts";
import type { Outputs } from "../../../model/outputs.ts";
import type { Plan } from "../../../model/plan.ts";
import { UserError } from "../../../model/user-error.ts";
import { bundleScenario } from "../../adapters/k6/process.ts";
import { longestIterationSeconds } from "../../adapters/k6/running-load.ts";
import { assumedRate, runnersNeeded } from "../../adapters/k6-operator/runners-needed.ts";
import { renderLoadTest } from "../../adapters/k6-operator/test-run.ts";
import { ordered, yamlOf, type Rendering } from "./rendering.ts";

export async function renderK6(plan: Plan, outputs: Outputs): Promise<Rendering> {
  const [cluster] = outputs.clusters;
  if (cluster === undefined) throw new UserError(`${outputs.stack} has no cluster`);
  const folder = await mkdtemp(join(tmpdir(), "gameday-render-"));
  try {
    const files = new Map<string, string>();
    const programs = new Map<string, string>();
    for (const scenario of new Set(plan.phases.filter(({ rate }) => rate > 0).map((phase) => phase.scenario)))
      programs.set(scenario, await readFile(await bundleScenario(scenario, folder), "utf8"));
    for (const [place, { name, rate, shape, duration, scenario }] of plan.phases.entries()) {
      if (rate === 0) continue;
      const schedule = scheduleOf(shape, rate, duration);
      const { configMap, testRun } = renderLoadTest({
        name: `${plan.name}-${name}`,
        run: plan.name,
        cluster,
        scenario,
        program: programs.get(scenario) ?? "",
        schedule,
        longestIterationSeconds,
        // As a run takes them before it has measured any.
        runners: runnersNeeded(schedule, longestIterationSeconds, assumedRate),
        entry: outputs.entry,
        paths: outputs.load.paths ?? ["/"],
        seed: plan.seed,
        hasApiKey: outputs.load.apiKeyFile !== undefined,
      });
      files.set(ordered(place, name, "yaml"), yamlOf([configMap, testRun]));
    }
    return { files, leftOut: [] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
