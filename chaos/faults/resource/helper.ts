// What faults by a helper process share: it is started, it writes its pid record, it is stopped, and it ends by itself when nobody stops it.
import { join } from "node:path";
import type { Step } from "../../../model/fault/fault-script.ts";
import type { RenderContext } from "../../fault-kind.ts";

/** A helper whose controller and guardian are both gone ends this many seconds after the fault should have been over. */
const lifeBeyondSeconds = 30;

export function helperSteps(
  helper: Extract<Step, { kind: "helper-start" }>["helper"],
  parameters: Readonly<Record<string, string | number>>,
  { id, folder, duration }: RenderContext,
): { inject: Step[]; undo: Step[]; pidFile: string } {
  const pidFile = join(folder, `helper-${id}.json`);
  return {
    pidFile,
    inject: [{ kind: "helper-start", helper, parameters: { ...parameters, seconds: Math.ceil(duration + lifeBeyondSeconds) }, pidFile }],
    undo: [{ kind: "helper-stop", pidFile }],
  };
}
