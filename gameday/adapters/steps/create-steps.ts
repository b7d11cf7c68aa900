// Carries out the steps of a fault, and of its undo.
import { assertNever } from "../../../model/assert-never.ts";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { StepPort } from "../../ports/fault.ts";
import type { z } from "zod";
import type { processHandleSchema } from "../../../model/fault/observation.ts";
import { performOnCluster } from "../cluster/steps.ts";
import { liveProcess, processesBelow } from "../machine/process-handle.ts";
import { startHelper, stopHelper } from "./helpers.ts";
import { clearSwitch, setSwitch } from "./switches.ts";
import { addToxic, enableProxy, removeToxic } from "./toxiproxy.ts";

/** `run`: written at what is changed on a cluster, so that it is found when its controller is gone. */
export function createSteps(run = "unknown"): StepPort {
  return {
    async perform(step, waitUntil) {
      switch (step.kind) {
        case "toxic-add":
          return addToxic(step.api, step.proxy, step.toxic);
        case "toxic-remove":
          return removeToxic(step.api, step.proxy, step.toxic);
        case "proxy-disable":
          return enableProxy(step.api, step.proxy, false);
        case "proxy-enable":
          return enableProxy(step.api, step.proxy, true);
        case "signal":
          return signal(step.process, step.signal);
        case "hold":
          await mkdir(dirname(step.file), { recursive: true });
          return writeFile(step.file, "");
        case "release":
        case "remove-file":
          return rm(step.file, { force: true });
        case "helper-start":
          return startHelper(step.helper, step.parameters, step.pidFile);
        case "helper-stop":
          return stopHelper(step.pidFile);
        case "switch-set":
          return setSwitch(step.url, step.body);
        case "switch-clear":
          return clearSwitch(step.url);
        case "engine-start":
        case "engine-settled":
        case "engine-stop":
        case "workload-hold":
        case "workload-release":
          return performOnCluster(step, run, waitUntil);
        default:
          return assertNever(step);
      }
    },
  };
}

/** A process that is gone needs no signal: killed is killed, and nothing of it is frozen. */
async function signal({ pidFile, children }: z.output<typeof processHandleSchema>, name: NodeJS.Signals): Promise<void> {
  const record = await liveProcess(pidFile);
  if (record === null) return;
  // Read before the parent gets the signal: children of a dead one are no longer found below it.
  const below = children === true ? await processesBelow(record.pid) : [];
  for (const pid of [record.pid, ...below]) send(pid, name, pidFile);
}

function send(pid: number, name: NodeJS.Signals, pidFile: string): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ESRCH") return;
    throw new Error(
      `process ${pid} of ${pidFile} cannot be sent ${name}${code === "EPERM" ? ": it belongs to another user; run gameday as that user or as root" : ""}`,
      { cause: error },
    );
  }
}
