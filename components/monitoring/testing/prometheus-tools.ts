// Prometheus' own tools as judges of what is written for it: in a folder that goes when the judge has spoken.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ensurePrograms } from "../../../tools/programs/ensure.ts";

export interface Judgement {
  readonly ok: boolean;
  readonly said: string;
}

/** `files`: by name, what the tool finds in its working folder. */
export async function judge(tool: "promtool" | "amtool", parameters: readonly string[], files: Readonly<Record<string, string>>): Promise<Judgement> {
  const { [tool]: program } = await ensurePrograms([tool], (text) => void process.stderr.write(`${text}\n`));
  const folder = await mkdtemp(join(tmpdir(), "proving-ground-prometheus-"));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const { stdout, stderr } = await promisify(execFile)(program.path, [...parameters], {
      cwd: folder,
      env: { ...process.env, ...program.environment },
      timeout: 30_000,
    });
    return { ok: true, said: `${stdout}${stderr}` };
  } catch (error) {
    if (!(error instanceof Error) || !("stdout" in error) || !("stderr" in error)) throw error;
    return { ok: false, said: `${String(error.stdout)}${String(error.stderr)}` };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
