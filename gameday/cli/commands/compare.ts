// `gameday compare <run> <run>`: what got better or worse between two states of a system, by all runs that each of them has.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { UserError } from "../../../model/user-error.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { compareRuns } from "../../compare/compare.ts";
import { describeComparison } from "../../compare/describe.ts";
import { repetitionsOf } from "../../compare/repetitions.ts";
import { refuseUnfit } from "../../compare/unfit.ts";
import { reportSchema, type Report } from "../../report/report-schema.ts";
import { home } from "../home.ts";
import { runFolder } from "./report.ts";

interface Options {
  readonly base?: readonly string[];
  readonly head?: readonly string[];
  readonly alone?: boolean;
  readonly json?: boolean;
}

export function addCompare(program: Command): void {
  program
    .command("compare")
    .argument("[base]", "a run before the change; its repetitions (same plan, stack, commit and machine) are taken along")
    .argument("[head]", "a run after it")
    .option("--base <run...>", "these runs, and no others")
    .option("--head <run...>", "these runs, and no others")
    .option("--alone", "the two runs without their repetitions")
    .option("--json", "as JSON")
    .description(
      "what got better or worse between runs, with the noise of repeated runs taken into account; exit code 1: worse, 3: too few runs to say",
    )
    .action(async (one: string | undefined, other: string | undefined, { base = [], head = [], alone, json }: Options) => {
      if ((one === undefined) !== (other === undefined) || (one !== undefined) === base.length > 0 || base.length > 0 !== head.length > 0)
        throw new UserError("name two runs, or runs by --base and --head");
      const [before, after] =
        one === undefined || other === undefined
          ? [await Promise.all(base.map(readReport)), await Promise.all(head.map(readReport))]
          : await pair(await readReport(one), await readReport(other), alone === true);
      refuseUnfit([...before, ...after]);
      const comparison = compareRuns(before, after);
      process.stdout.write(json === true ? `${JSON.stringify(comparison)}\n` : describeComparison(comparison));
      process.exitCode = { "not worse": exitCodes.passed, worse: exitCodes.failed, "too few runs": exitCodes.invalid }[comparison.verdict];
    });
}

async function pair(one: Report, other: Report, alone: boolean): Promise<readonly [readonly Report[], readonly Report[]]> {
  if (alone) return [[one], [other]];
  const runs = join(home(), ".gameday", "runs");
  const names = await readdir(runs).catch((): string[] => []);
  const known = (await Promise.all(names.map((name) => readReport(name).catch(() => null)))).filter((report) => report !== null);
  return repetitionsOf(one, other, known);
}

async function readReport(run: string): Promise<Report> {
  const folder = await runFolder(run);
  const file = join(folder, "report.json");
  const text = await readFile(file, "utf8").catch(() => null);
  const parsed = reportSchema.safeParse(readJson(text));
  if (!parsed.success)
    throw new UserError("a run cannot be compared", [
      { path: file, message: text === null ? "is not there" : "is of another shape, or torn", remedy: `gameday report ${run} writes it again` },
    ]);
  return parsed.data;
}

function readJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}
