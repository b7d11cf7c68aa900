// Starts the embedded stack's supervisor and follows its lines until the stack is ready.
import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startLineSchema, type StartLine } from "../../../model/protocol/stack.ts";
import { UserError } from "../../../model/user-error.ts";
import { isAlive } from "../machine/pid-record.ts";
import { stackDown } from "./down.ts";
import { readStackRecord } from "./folder.ts";

const supervisor = fileURLToPath(new URL("../../../stacks/local/main.ts", import.meta.url));

export interface UpOptions {
  readonly folder: string;
  readonly onLine: (line: StartLine) => void;
  /** For tests of the verdicts only. */
  readonly defect?: string;
  readonly signal?: AbortSignal;
}

/** Resolves with the path of the stack's outputs. A stack that is up already is left as it is. Throws UserError when it cannot start. */
export async function stackUp({ folder, onLine, defect, signal }: UpOptions): Promise<string> {
  const record = await readStackRecord(folder);
  if (record !== null && (await isAlive(record.supervisor))) return record.outputs;
  await stackDown(folder);
  await mkdir(dirname(folder), { recursive: true, mode: 0o711 });
  const child = spawn(process.execPath, [supervisor, "--folder", folder, ...(defect === undefined ? [] : ["--defect", defect])], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    cwd: "/",
  });
  let problem = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (problem = `${problem}${text}`.slice(-2_000)));
  const cancel = (): void => void (child.pid !== undefined && process.kill(child.pid, "SIGTERM"));
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    for await (const text of createInterface({ input: child.stdout })) {
      const line = startLineSchema.safeParse(JSON.parse(text));
      if (!line.success) continue;
      onLine(line.data);
      if (line.data.type === "stack-ready") return line.data.outputs;
      if (line.data.type === "stack-failed")
        throw new UserError(
          "the embedded stack did not start",
          [{ path: line.data.log, message: line.data.reason, remedy: "see the log, then: gameday down local" }],
          1,
        );
    }
    throw new UserError(
      "the embedded stack did not start",
      [
        {
          path: join(folder, "logs"),
          message: problem.trim() || "its supervisor ended without a word",
          remedy: "gameday doctor tells what is missing",
        },
      ],
      1,
    );
  } catch (error) {
    await stackDown(folder);
    throw error;
  } finally {
    signal?.removeEventListener("abort", cancel);
    child.stdout.destroy();
    child.stderr.destroy();
    child.unref();
  }
}
