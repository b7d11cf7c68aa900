// From whatever was thrown to one message and one exit code.
import { UserError } from "../../model/user-error.ts";
import { exitCodes } from "../../model/verdict.ts";
import { ClusterError, problemOf } from "../adapters/cluster/api/cluster-error.ts";
import { systemError } from "../adapters/machine/system-error.ts";

export interface Failure {
  /** Empty where the message was given already. */
  readonly text: string;
  readonly exitCode: number;
}

export function explain(error: unknown): Failure {
  if (error instanceof UserError) return { text: error.message, exitCode: error.exitCode };
  if (error instanceof ClusterError)
    return {
      text: new UserError("the cluster does not allow it:", [problemOf("clusters", error)]).message,
      exitCode: exitCodes.refused,
    };
  if (error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("commander.")) {
    // Commander has written its own message, and asked-for help is no mistake.
    return { text: "", exitCode: ["commander.helpDisplayed", "commander.version"].includes(error.code) ? 0 : exitCodes.usage };
  }
  const refused = systemError(error);
  if (refused?.path !== undefined) {
    const remedy = refused.code === "ENOSPC" || refused.code === "EDQUOT" ? "make room there" : "see to its rights, or go to another folder";
    return {
      text: new UserError("this machine does not allow it:", [{ path: refused.path, message: refused.words, remedy }]).message,
      exitCode: exitCodes.refused,
    };
  }
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: `This is a mistake of gameday's own, not yours:\n${told}`, exitCode: exitCodes.internal };
}
