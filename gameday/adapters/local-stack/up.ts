// Starts the embedded stack's supervisor and follows its lines until the stack is ready.
import { spawn } from "node:child_process";
import { access, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startLineSchema, type StackRecord, type StartLine } from "../../../model/protocol/stack.ts";
import { UserError } from "../../../model/user-error.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { makeFolder } from "../../../tools/programs/make-folder.ts";
import { isAlive } from "../machine/pid-record.ts";
import { describeError } from "../machine/system-error.ts";
import { stackDown } from "./down.ts";
import { readStackRecord } from "./folder.ts";

const supervisorProgram = fileURLToPath(new URL("../../../stacks/local/main.ts", import.meta.url));

export interface UpOptions {
  readonly folder: string;
  readonly onLine: (line: StartLine) => void;
  /** For tests of the verdicts only. */
  readonly defect?: string;
  readonly signal?: AbortSignal;
  /** Until it must be ready. */
  readonly limitMilliseconds?: number;
}

/** Each part of the stack has a limit of its own; this is for a supervisor that stands still. */
const upLimitMilliseconds = 240_000;
/** From the signal to a supervisor until it is taken down by its records. */
const cancelLimitMilliseconds = 20_000;

/**
 * Resolves with the path of the stack's outputs. A stack that is up already is left as it is. Throws UserError when it cannot start, and the signal's
 * reason when that is aborted; nothing of it is left then.
 */
export async function stackUp({ folder, onLine, defect, signal, limitMilliseconds = upLimitMilliseconds }: UpOptions): Promise<string> {
  const record = await readStackRecord(folder);
  if (record !== null && (await startedByAnother(record, limitMilliseconds, signal))) return record.outputs;
  await stackDown(folder);
  await roomFor(dirname(folder));
  signal?.throwIfAborted();
  const child = spawn(process.execPath, [supervisorProgram, "--folder", folder, ...(defect === undefined ? [] : ["--defect", defect])], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    cwd: "/",
  });
  let problem = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (problem = `${problem}${text}`.slice(-2_000)));
  const lines = createInterface({ input: child.stdout });
  let reason = "it ended without a word";
  const giveUp = (): void => {
    reason = `it was not ready within ${limitMilliseconds / 1_000} s`;
    child.kill("SIGKILL"); // What it started is found by its records.
    lines.close();
  };
  let late = setTimeout(giveUp, limitMilliseconds);
  const cancel = (): void => {
    child.kill("SIGTERM");
    clearTimeout(late);
    late = setTimeout(giveUp, cancelLimitMilliseconds);
  };
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    for await (const text of lines) {
      const line = startLineSchema.safeParse(JSON.parse(text));
      if (!line.success) continue;
      onLine(line.data);
      if (line.data.type === "stack-ready") return line.data.outputs;
      if (line.data.type === "stack-failed")
        throw new UserError(
          "the embedded stack did not start",
          [{ path: line.data.log, message: line.data.reason, remedy: remedyFor(line.data.reason) }],
          exitCodes.refused,
        );
    }
    signal?.throwIfAborted();
    throw new UserError(
      "the embedded stack did not start",
      [
        {
          path: supervisorProgram,
          message: problem.trim() || reason,
          remedy: "gameday doctor tells what is missing",
        },
      ],
      exitCodes.refused,
    );
  } catch (error) {
    await stackDown(folder);
    throw error;
  } finally {
    clearTimeout(late);
    signal?.removeEventListener("abort", cancel);
    child.stdout.destroy();
    child.stderr.destroy();
    child.unref();
  }
}

/** True once it is ready; false if its supervisor is gone, or went while it started. */
async function startedByAnother({ supervisor, outputs }: StackRecord, limitMilliseconds: number, signal: AbortSignal | undefined): Promise<boolean> {
  const deadline = Date.now() + limitMilliseconds;
  while (await isAlive(supervisor)) {
    const ready = await access(outputs).then(
      () => true,
      () => false,
    );
    if (ready) return true;
    signal?.throwIfAborted();
    if (Date.now() > deadline)
      throw new UserError(
        "the embedded stack is not ready",
        [
          {
            path: outputs,
            message: `its supervisor (process ${supervisor.pid}) started it and does not finish`,
            remedy: "gameday down local, then up",
          },
        ],
        exitCodes.refused,
      );
    await sleep(200);
  }
  return false;
}

/** Three databases, their archive and logs of a long run. */
const neededMegabytes = 400;

/** The stack lies under the system's temporary folder. */
async function roomFor(folder: string): Promise<void> {
  const refuse = (message: string): never => {
    throw new UserError(
      "the embedded stack has no place",
      [{ path: folder, message, remedy: "make room, or set TMPDIR to another folder" }],
      exitCodes.refused,
    );
  };
  await makeFolder(folder, 0o711).catch((error: unknown) => refuse(describeError(error)));
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / 2 ** 20);
  if (free < neededMegabytes) refuse(`${free} MB are free there, ${neededMegabytes} are needed`);
}

const remedyFor = (reason: string): string =>
  /EADDRINUSE|address already in use/i.test(reason)
    ? "another program took a port that was free a moment before: start again, other ports are chosen each time"
    : "its logs are kept there until the next start";
