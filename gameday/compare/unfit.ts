// Which runs cannot be compared at all, and why: all of it at once.
import { UserError, type Problem } from "../../model/user-error.ts";
import { exitCodes } from "../../model/verdict.ts";
import type { Report } from "../report/report-schema.ts";

/** Both sides together. Of another plan, or on another stack, every figure is of something else; so it is of a run that missed its load, or was ended. */
export function refuseUnfit(reports: readonly Report[]): void {
  const wrong = [...namedTwice(reports), ...unlike(reports, "plan"), ...unlike(reports, "stack")];
  const unfit = reports
    .filter(({ verdict }) => verdict !== "passed" && verdict !== "failed")
    .map(({ run, verdict }): Problem => ({ path: run, message: verdict === null ? "never ended" : `ended ${verdict}`, remedy: "run it again" }));
  if (wrong.length + unfit.length > 0)
    throw new UserError("these runs cannot be compared:", [...wrong, ...unfit], wrong.length > 0 ? undefined : exitCodes.invalid);
}

const namedTwice = (reports: readonly Report[]): readonly Problem[] =>
  reports
    .filter(({ run }, index) => reports.findIndex((other) => other.run === run) !== index)
    .map(({ run }) => ({ path: run, message: "is named twice, and is no repetition of itself", remedy: "name it once" }));

function unlike([first, ...others]: readonly Report[], what: "plan" | "stack"): readonly Problem[] {
  if (first === undefined) return [];
  return others
    .filter((report) => report[what] !== first[what])
    .map((report) => ({
      path: report.run,
      message: `is of the ${what} ${report[what]}, and ${first.run} of ${first[what]}`,
      remedy: `compare runs of one ${what}`,
    }));
}
