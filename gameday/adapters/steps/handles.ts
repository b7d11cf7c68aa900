// Whether what the outputs publish can be taken hold of at all, before a run counts on it: Toxiproxy and its proxies, processes behind pid files.
import { readFile } from "node:fs/promises";
import { request } from "undici";
import { z } from "zod";
import type { Step } from "../../../model/fault/fault-script.ts";
import type { Outputs } from "../../../model/outputs.ts";
import type { Problem } from "../../../model/user-error.ts";
import { liveProcess } from "../machine/process-handle.ts";
import { describeError } from "../machine/system-error.ts";

const limitMilliseconds = 2_000;
const proxiesSchema = z.record(z.string(), z.unknown());

/** Of the handles that these steps use, those that lead nowhere. */
export async function handleProblems(steps: readonly Step[], outputs: Outputs): Promise<Problem[]> {
  const apis = new Map<string, Promise<ReadonlySet<string> | string>>();
  const problems = await Promise.all(
    steps.map(async (step): Promise<Problem[]> => {
      if (step.kind === "signal") return processProblems(step.process.pidFile, outputs);
      if (step.kind !== "toxic-add" && step.kind !== "proxy-disable") return [];
      const proxies = apis.get(step.api) ?? proxiesOf(step.api);
      apis.set(step.api, proxies);
      return linkProblems(step.api, step.proxy, await proxies, outputs);
    }),
  );
  const unique = new Map(problems.flat().map((problem) => [`${problem.path} ${problem.message}`, problem]));
  return [...unique.values()];
}

async function processProblems(pidFile: string, { processes }: Outputs): Promise<Problem[]> {
  const path = `processes[${processes.findIndex((process) => process.pidFile === pidFile)}].pidFile`;
  const record = await liveProcess(pidFile);
  if (record === null) {
    const unreadable = await readFile(pidFile, "utf8").then(
      () => null,
      (error: unknown) => describeError(error),
    );
    return [{ path, message: `${pidFile}: ${unreadable ?? "it names no process that lives"}`, remedy: "start the process, or correct the path" }];
  }
  try {
    process.kill(record.pid, 0);
    return [];
  } catch {
    return [{ path, message: `process ${record.pid} belongs to another user`, remedy: "run gameday as that user, or as root" }];
  }
}

function linkProblems(api: string, proxy: string, proxies: ReadonlySet<string> | string, { links }: Outputs): Problem[] {
  const path = `links[${links.findIndex((link) => link.toxiproxy === api && link.proxy === proxy)}]`;
  if (typeof proxies === "string")
    return [{ path: `${path}.toxiproxy`, message: `${api} does not answer as a Toxiproxy: ${proxies}`, remedy: "start it, or correct the URL" }];
  if (proxies.has(proxy)) return [];
  const known = proxies.size === 0 ? "it has none" : `it has ${[...proxies].slice(0, 8).join(", ")}`;
  return [{ path: `${path}.proxy`, message: `the Toxiproxy at ${api} has no proxy ${proxy}; ${known}`, remedy: "create it, or correct the name" }];
}

/** The names of its proxies, or why it does not tell them. */
async function proxiesOf(api: string): Promise<ReadonlySet<string> | string> {
  try {
    const { statusCode, body } = await request(`${api.replace(/\/$/, "")}/proxies`, {
      signal: AbortSignal.timeout(limitMilliseconds),
    });
    const text = await body.text();
    return statusCode === 200 ? new Set(Object.keys(proxiesSchema.parse(JSON.parse(text)))) : `it answers ${statusCode}`;
  } catch (error) {
    return describeError(error);
  }
}
