// One controller a stack: a lock file with its owner, taken over only from an owner that is gone.
import { mkdir, open, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import { pidRecordSchema } from "../../../model/protocol/stack.ts";
import { exitCodes } from "../../../model/verdict.ts";
import { UserError } from "../../../model/user-error.ts";
import { isAlive, ownRecord } from "../machine/pid-record.ts";

const ownerSchema = z.object({ run: z.string(), process: pidRecordSchema });

/** Resolves with what releases it. Throws UserError (exit 5) while another controller has the stack. */
export async function lockStack(path: string, run: string): Promise<() => Promise<void>> {
  await mkdir(dirname(path), { recursive: true });
  for (;;) {
    try {
      const file = await open(path, "wx", 0o600);
      await file.writeFile(JSON.stringify({ run, process: await ownRecord() }));
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const owner = ownerSchema.safeParse(JSON.parse((await readFile(path, "utf8").catch(() => "")) || "null"));
    if (owner.success && (await isAlive(owner.data.process))) {
      const { run: other, process } = owner.data;
      throw new UserError(
        "the stack is in use",
        [{ path, message: `run ${other} (process ${process.pid}) has it`, remedy: `wait for it, or end it with: gameday abort ${other}` }],
        exitCodes.refused,
      );
    }
    await rm(path, { force: true });
  }
}
