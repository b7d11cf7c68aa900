// A stack that does not become ready in its time is taken down, and that is said.
import { access, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { ensurePrograms } from "../../../tools/programs/ensure.ts";
import { stackUp } from "./up.ts";

test("a start that takes too long leaves nothing", { timeout: 60_000 }, async () => {
  await ensurePrograms(["toxiproxy", "redis", "postgres"], () => undefined);
  const home = await mkdtemp(join(tmpdir(), "up-"));
  const folder = join(home, "stack");
  await expect(stackUp({ folder, onLine: () => undefined, limitMilliseconds: 300 })).rejects.toThrow(/it was not ready within 0\.3 s/);
  await expect(access(folder)).rejects.toThrow(/ENOENT/);
  await vi.waitFor(async () => expect(await supervisors(folder)).toEqual([]), 10_000);
  await rm(home, { recursive: true });
});

async function supervisors(folder: string): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return commands.filter((command) => command.includes(folder));
}
